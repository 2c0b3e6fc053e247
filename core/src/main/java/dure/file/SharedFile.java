// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DamagedMailboxException;
import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.MailboxClosedException;
import dure.MailboxExistsException;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.OutOfSharedMemoryException;
import dure.SystemFailureException;
import dure.layout.FileNames;
import dure.layout.ParticipantLayout;
import dure.linux.Errno;
import dure.linux.FileLocks;
import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Memory;
import dure.linux.Names;
import dure.linux.Processes;
import dure.raw.Step;
import dure.raw.Steps;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// An open file of shared memory, made so that no process ever sees one unfinished or without its
/// pages.
///
/// A *named* one is a file in the directory of its namespace, or at a path of the caller's, and
/// stays until it is unlinked. An *anonymous* one has no name and is gone with its last descriptor
/// and mapping; it is sealed, so no process can shrink it under its users.
public final class SharedFile implements AutoCloseable {
  private static final int SEALS = Memory.F_SEAL_SHRINK | Memory.F_SEAL_GROW | Memory.F_SEAL_SEAL;

  /// How long to wait for another process to be done with a name; it takes microseconds.
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private static final long PAUSE_NANOS = 200_000;

  private final FileLocation place;
  private final String name;
  private final int fd;
  private final boolean named;

  // Guarded by this.
  private boolean closed;

  private SharedFile(FileLocation place, int fd, boolean named) {
    this.place = place;
    this.name = place.name();
    this.fd = fd;
    this.named = named;
  }

  /// How long a file is, and how much of it, from its beginning, has memory from the start.
  ///
  /// @param bytes its length
  /// @param allocated the part that has memory
  public record Extent(long bytes, long allocated) {
    /// A file that has all its memory from the start.
    public static Extent whole(long bytes) {
      return new Extent(bytes, bytes);
    }
  }

  /// Checks that a name can be a mailbox's.
  ///
  /// @throws InvalidNameException if not, with the reason
  public static void checkName(String name) {
    FileLocation _ = FileLocation.of(name);
  }

  /// Creates a named file in the namespace of this process.
  public static SharedFile create(
      String name, long bytes, int mode, String group, Consumer<SharedFile> fill) {
    return create(FileLocation.of(name), bytes, mode, group, fill);
  }

  /// Creates a named file: allocated, filled, and only then named. Where its file system cannot do
  /// that, and in an empty file of the caller's, it is filled in its place, under the lock of its
  /// name; a process that opens it waits for that.
  ///
  /// @param fill writes the contents, through a descriptor of the file
  /// @throws MailboxExistsException if the name is taken
  /// @throws dure.OutOfSharedMemoryException if its pages are not to be had; then nothing was
  ///   created
  public static SharedFile create(
      FileLocation place, Extent extent, int mode, String group, Consumer<SharedFile> fill) {
    NewFile made = NewFile.at(place);
    return new SharedFile(place, made.fd(), true)
        .orClose(file -> {
          if (made.isNameless()) {
            file.prepare(extent, mode, group, fill).link();
          } else {
            file.fillInPlace(made, () -> file.prepare(extent, mode, group, fill));
          }
        });
  }

  /// Creates a file that has all its memory from the start.
  public static SharedFile create(
      FileLocation place, long bytes, int mode, String group, Consumer<SharedFile> fill) {
    return create(place, Extent.whole(bytes), mode, group, fill);
  }

  /// Creates an anonymous file that has all its memory from the start.
  public static SharedFile anonymous(
      String name, long bytes, int mode, String group, Consumer<SharedFile> fill) {
    return anonymous(FileLocation.of(name), Extent.whole(bytes), mode, group, fill);
  }

  /// Creates an anonymous file: allocated, filled and sealed. The same is refused as of a named
  /// one, but for the name, which may be another's too.
  ///
  /// @param place where it would be if it had a name
  public static SharedFile anonymous(
      FileLocation place, Extent extent, int mode, String group, Consumer<SharedFile> fill) {
    String name = place.name();
    int fd = Failures.check(name, "create anonymous memory", Memory.create(name));
    return new SharedFile(place, fd, false)
        .orClose(file -> file.prepare(extent, mode, group, fill).seal());
  }

  /// Fills a file that has its name already. Its length is other than zero only under the lock, so
  /// a process that finds it empty knows that nothing has been made in it.
  private void fillInPlace(NewFile made, Runnable filling) {
    if (!tryLock(ParticipantLayout.NAME_LOCK)) {
      if (!isLockedByOther(ParticipantLayout.NAME_LOCK)) {
        throw new SystemFailureException(
            name,
            "a process that may read the empty file there keeps it locked; remove the file, or take"
                + " that right away, and create the mailbox again");
      }
      throw new MailboxExistsException(name, "another process is making one there just now");
    }
    boolean ours = false;
    boolean filled = false;
    try {
      Files.Status there = Files.status(place.path());
      if (there == null || !there.sameFile(status()) || there.size() > 0) {
        throw new MailboxExistsException(name, "another process has just made one there");
      }
      ours = true;
      filling.run();
      filled = true;
    } finally {
      if (ours && !filled) {
        made.undo();
      }
      unlock(ParticipantLayout.NAME_LOCK);
    }
  }

  private SharedFile prepare(Extent extent, int mode, String group, Consumer<SharedFile> fill) {
    MemorySpace.allocate(place.tenant(), fd, extent.allocated());
    if (extent.bytes() > extent.allocated()) {
      Failures.check(name, "lay out its file", Files.truncate(fd, extent.bytes()));
    }
    Step.reached(Steps.CREATE_ALLOCATED);
    fill.accept(this);
    if (!group.isEmpty()) {
      OptionalInt gid = Names.groupNumber(group);
      if (gid.isEmpty()) {
        throw new InvalidNameException(name, "there is no group '" + group + "'");
      }
      Failures.check(name, "give it to group " + group, Files.changeGroup(fd, gid.getAsInt()));
    }
    Failures.check(name, "set its mode", Files.changeMode(fd, mode));
    Step.reached(Steps.CREATE_WRITTEN);
    return this;
  }

  private void link() {
    int result = Files.link(fd, place.path());
    if (Errno.EEXIST.is(result)) {
      throw new MailboxExistsException(name, "it exists already; open it, or delete it first");
    }
    if (Errno.ENAMETOOLONG.is(result)) {
      throw new InvalidNameException(name, "the name of its file is too long");
    }
    Failures.check(name, "name its file", result);
    Step.reached(Steps.CREATE_LINKED);
  }

  private void seal() {
    Failures.check(name, "seal it", Memory.seal(fd, SEALS));
  }

  /// Opens a named file in the namespace of this process.
  public static SharedFile open(String name, boolean writable) {
    return open(FileLocation.of(name), writable);
  }

  /// Opens a named file that exists. Of a path, the last part is not followed if it is a link.
  ///
  /// @throws NoSuchMailboxException if there is none, or nothing has been made in it
  /// @throws NotPermittedException if its mode does not let this user in
  /// @throws DamagedMailboxException if what stands there is no ordinary file
  public static SharedFile open(FileLocation place, boolean writable) {
    // Opens it at first only by a handle: a link, pipe or device under the name is neither followed
    // nor touched.
    int handle = Files.open(place.path(), Files.O_PATH | Files.O_NOFOLLOW, 0);
    if (Errno.ENOENT.is(handle) || Errno.ENOTDIR.is(handle) || Errno.ENAMETOOLONG.is(handle)) {
      throw new NoSuchMailboxException(
          place.name(), "there is none of this name; create it, or list those there are");
    }
    Failures.check(place.name(), "open " + place.path(), handle);
    try (SharedFile there = new SharedFile(place, handle, true)) {
      if (!there.status().isRegular()) {
        throw new DamagedMailboxException(
            place.name(),
            place.path()
                + " is no ordinary file, so no mailbox's; "
                + (place.isOurs() ? "remove it" : "name another path"));
      }
      SharedFile opened = there.again(writable);
      return place.isOurs() ? opened : opened.orClose(SharedFile::awaitFilled);
    }
  }

  /// Waits for the process that is filling the file in its place: it has a length only under the
  /// lock, or when it is complete.
  private void awaitFilled() {
    if (status().size() > 0) {
      long began = System.nanoTime();
      while (isLockedByOther(ParticipantLayout.NAME_LOCK)) {
        if (System.nanoTime() - began > PATIENCE_NANOS) {
          throw new SystemFailureException(
              name, "another process is making or removing it, and may be stopped");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    if (status().size() == 0) {
      throw new NoSuchMailboxException(
          name, "the file there is empty: no mailbox has been made in it; create it");
    }
  }

  /// Takes over a descriptor of an anonymous file that another process handed out.
  ///
  /// @param place where it would be if it had a name
  /// @throws DamagedMailboxException if it is not sealed, so that it could be truncated under us
  public static SharedFile adopt(FileLocation place, int fd) {
    String name = place.name();
    return new SharedFile(place, fd, false)
        .orClose(file -> {
          if ((Memory.seals(fd) & SEALS) != SEALS || !file.status().isRegular()) {
            throw new DamagedMailboxException(
                name, "what its owner handed out is not sealed memory");
          }
        });
  }

  /// Opens the same file once more, with locks of its own. The file's mode decides, as at any
  /// opening.
  public synchronized SharedFile again(boolean writable) {
    String path = "/proc/self/fd/" + fd();
    int again = Files.open(path, writable ? Files.O_RDWR : Files.O_RDONLY, 0);
    if (Errno.EACCES.is(again)) {
      throw Failures.notPermitted(
          Subject.MAILBOX, name, status(), writable ? "use it" : "look at it");
    }
    return new SharedFile(place, Failures.check(name, "open " + path, again), named);
  }

  /// Takes the name off this file, if it is still the file of that name, under the lock of its
  /// name. Read locks, which any reader of the file can take, do not keep it from that.
  ///
  /// @throws NotPermittedException if the directory does not let this user remove it
  public void unlink() {
    long lock = ParticipantLayout.NAME_LOCK;
    unlink(() -> tryLock(lock) || !isLockedByOther(lock), () -> unlock(lock));
  }

  /// The same, under another lock. Processes that create and remove files of one name at the same
  /// time take turns here, so that none removes another's new file.
  public synchronized void unlink(BooleanSupplier tryLock, Runnable unlock) {
    String path = place.path();
    lockName(tryLock);
    try {
      Files.Status there = Files.status(path);
      if (there == null || !there.sameFile(status())) {
        return;
      }
      int result = Files.unlink(path);
      if (Errno.EPERM.is(result) || Errno.EACCES.is(result)) {
        throw new NotPermittedException(
            name,
            "it is deleted, but only "
                + (there.uid() == 0 ? "root" : Names.user(there.uid()) + " or root")
                + " can remove "
                + path
                + ", which goes when one of them next uses the name");
      }
      Failures.check(name, "remove " + path, result);
      Step.reached(Steps.DELETE_UNLINKED);
    } finally {
      unlock.run();
    }
  }

  private void lockName(BooleanSupplier tryLock) {
    for (long began = System.nanoTime(); !tryLock.getAsBoolean(); ) {
      if (System.nanoTime() - began > PATIENCE_NANOS) {
        throw new SystemFailureException(
            name, "cannot remove it: another process has begun to, and may be stopped");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /// Gives the first bytes of the file the memory that they lack, as after a sparse copy. Where
  /// there is not enough for all, a page that lacks it is found when it is used: [#noRoom].
  public synchronized void fillHoles(long bytes) {
    if (status().allocated() < bytes) {
      int _ = Files.allocate(fd(), 0, bytes);
    }
  }

  /// What there is to say when a page that is to be used has no memory behind it.
  ///
  /// @param bytes that are to have memory
  public synchronized OutOfSharedMemoryException noRoom(long bytes) {
    return MemorySpace.incomplete(place.tenant(), fd(), bytes);
  }

  /// Whether this file had a name, and has none any more: nobody can open it now.
  public synchronized boolean isRemoved() {
    return named && Files.links(fd()) == 0;
  }

  /// Gets memory for a part of the file that has none.
  ///
  /// @param most how much of the file may have memory, in bytes
  /// @throws dure.OutOfSharedMemoryException if that is more than it may have, or than there is
  public synchronized void allocate(long offset, long bytes, long most) {
    MemorySpace.grow(place.tenant(), fd(), offset, bytes, most);
  }

  /// Gives the memory of a part of the file back.
  public synchronized void giveBack(long offset, long bytes) {
    Failures.check(name, "give memory back", Files.punch(fd(), offset, bytes));
  }

  /// Takes the lock on a byte; false if another open file has it. The kernel gives it back at any
  /// death of this process.
  ///
  /// @throws MailboxClosedException if the file is closed: its number, which may be another file's
  ///   by now, is not used
  public synchronized boolean tryLock(long offset) {
    int result = FileLocks.tryLock(fd(), offset);
    if (Errno.EAGAIN.is(result)) {
      return false;
    }
    Failures.check(name, "lock a place in it", result);
    return true;
  }

  /// Gives the lock on a byte back.
  ///
  /// @throws MailboxClosedException if the file is closed, and the lock given back with it
  public synchronized void unlock(long offset) {
    Failures.check(name, "unlock a place in it", FileLocks.unlock(fd(), offset));
  }

  /// Whether another open file has the lock on a byte. What a process can do that may only read the
  /// file does not count, though it can keep [#tryLock] from succeeding.
  ///
  /// @throws MailboxClosedException if the file is closed
  public synchronized boolean isLockedByOther(long offset) {
    return FileLocks.isWriteLockedByOther(fd(), offset);
  }

  /// The names of all named files in the namespace of this process.
  public static List<String> list() {
    FileNames names = FileNames.current();
    try {
      return Files.list(names.directory()).stream()
          .map(names::mailbox)
          .filter(Objects::nonNull)
          .toList();
    } catch (KernelException failed) {
      if (!failed.is(Errno.EACCES)) {
        throw failed;
      }
      throw new NotPermittedException(
          Subject.NAMESPACE,
          names.directory(),
          "user "
              + Names.user(Processes.uid())
              + " may not list the mailboxes there (EACCES); let that user read the directory");
    }
  }

  /// What it is called.
  public String name() {
    return name;
  }

  /// Its descriptor, valid until it is closed. It must not be closed while another thread still
  /// uses the number, which could soon stand for another file.
  ///
  /// @throws MailboxClosedException if it is closed
  public synchronized int fd() {
    if (closed) {
      throw new MailboxClosedException(name, "this process has closed it; open it again");
    }
    return fd;
  }

  /// What the kernel knows of it.
  public synchronized Files.Status status() {
    return Files.status(fd());
  }

  /// Lets go of the file, and of the locks it holds once nothing maps it any more. Again does
  /// nothing.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Files.close(fd);
    }
  }

  private SharedFile orClose(Consumer<SharedFile> action) {
    boolean succeeded = false;
    try {
      action.accept(this);
      succeeded = true;
      return this;
    } finally {
      if (!succeeded) {
        close();
      }
    }
  }
}
