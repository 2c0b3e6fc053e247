// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.DamagedMailboxException;
import dure.InvalidNameException;
import dure.MailboxExistsException;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.layout.FileNames;
import dure.layout.ParticipantLayout;
import dure.linux.Errno;
import dure.linux.FileLocks;
import dure.linux.Files;
import dure.linux.Memory;
import dure.linux.Names;
import dure.linux.Processes;
import dure.raw.Step;
import dure.raw.Steps;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An open file of shared memory, made so that nobody ever sees one unfinished or without its
/// pages.
///
/// A *named* one is a file in `/dev/shm` and stays until it is unlinked. An *anonymous* one has no
/// name and is gone with its last descriptor and mapping; it is sealed, so nobody can shrink it
/// under another's feet.
public final class SharedFile implements AutoCloseable {
  private static final int SEALS = Memory.F_SEAL_SHRINK | Memory.F_SEAL_GROW | Memory.F_SEAL_SEAL;

  private final String name;
  private final int fd;

  private SharedFile(String name, int fd) {
    this.name = name;
    this.fd = fd;
  }

  /// Checks that a name can be a mailbox's.
  ///
  /// @throws InvalidNameException if not, with the reason
  public static void checkName(String name) {
    String objection = FileNames.objection(name);
    if (objection != null) {
      throw new InvalidNameException(name, objection);
    }
  }

  /// Creates a named file: allocated, filled, and only then named.
  ///
  /// @param fill writes the contents, through a descriptor of the file
  /// @throws MailboxExistsException if the name is taken
  /// @throws dure.OutOfSharedMemoryException if its pages are not to be had; then nothing was
  ///   created
  public static SharedFile create(
      String name, long bytes, int mode, String group, Consumer<SharedFile> fill) {
    int fd = Files.open(FileNames.DIRECTORY, Files.O_TMPFILE | Files.O_RDWR, 0600);
    Failures.check(name, "create a file in " + FileNames.DIRECTORY, fd);
    return new SharedFile(name, fd).orClose(file -> file.prepare(bytes, mode, group, fill).link());
  }

  /// Creates an anonymous file: allocated, sealed and filled.
  public static SharedFile anonymous(
      String name, long bytes, int mode, String group, Consumer<SharedFile> fill) {
    int fd = Failures.check(name, "create anonymous memory", Memory.create(name));
    return new SharedFile(name, fd).orClose(file -> file.prepare(bytes, mode, group, fill).seal());
  }

  private SharedFile prepare(long bytes, int mode, String group, Consumer<SharedFile> fill) {
    Failures.checkRoom(name, bytes, fd, Files.allocate(fd, 0, bytes));
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
    int result = Files.link(fd, FileNames.path(name));
    if (Errno.EEXIST.is(result)) {
      throw new MailboxExistsException(name, "it exists already; open it, or delete it first");
    }
    Failures.check(name, "name its file", result);
    Step.reached(Steps.CREATE_LINKED);
  }

  private void seal() {
    Failures.check(name, "seal it", Memory.seal(fd, SEALS));
  }

  /// Opens a named file that exists.
  ///
  /// @throws NoSuchMailboxException if there is none
  /// @throws NotPermittedException if its mode does not let this user in
  /// @throws DamagedMailboxException if what stands there is no ordinary file
  public static SharedFile open(String name, boolean writable) {
    String path = FileNames.path(name);
    // Neither a link nor a pipe put there by somebody else gets the better of us.
    int fd = Files.open(path, access(writable) | Files.O_NOFOLLOW | Files.O_NONBLOCK, 0);
    if (Errno.ENOENT.is(fd)) {
      throw new NoSuchMailboxException(
          name, "there is none of this name; create it, or list those there are");
    }
    if (Errno.EACCES.is(fd)) {
      throw notPermitted(name, Files.status(path), writable);
    }
    if (Errno.ELOOP.is(fd) || Errno.EISDIR.is(fd) || Errno.ENXIO.is(fd)) {
      throw notOrdinary(name, path);
    }
    Failures.check(name, "open " + path, fd);
    return new SharedFile(name, fd)
        .orClose(file -> {
          if (!file.status().isRegular()) {
            throw notOrdinary(name, path);
          }
        });
  }

  private static DamagedMailboxException notOrdinary(String name, String path) {
    return new DamagedMailboxException(name, path + " is no mailbox's file; remove it");
  }

  /// Takes over a descriptor of an anonymous file that another process handed out.
  ///
  /// @throws DamagedMailboxException if it is not sealed, so that it could be truncated under us
  public static SharedFile adopt(String name, int fd) {
    return new SharedFile(name, fd)
        .orClose(file -> {
          if (Memory.seals(fd) != SEALS || !file.status().isRegular()) {
            throw new DamagedMailboxException(
                name, "what its owner handed out is not sealed memory");
          }
        });
  }

  /// Opens the same file once more, with locks of its own. The file's mode decides, as at any
  /// opening.
  public SharedFile again(boolean writable) {
    int again = Files.open("/proc/self/fd/" + fd, access(writable), 0);
    if (Errno.EACCES.is(again)) {
      throw notPermitted(name, status(), writable);
    }
    return new SharedFile(name, Failures.check(name, "open it", again));
  }

  private static int access(boolean writable) {
    return writable ? Files.O_RDWR : Files.O_RDONLY;
  }

  private static NotPermittedException notPermitted(
      String name, Files.@Nullable Status file, boolean writable) {
    String whose =
        file == null
            ? "another user's"
            : String.format(
                Locale.ROOT,
                "user %s's (group %s, mode %04o)",
                Names.user(file.uid()),
                Names.group(file.gid()),
                file.permissions());
    return new NotPermittedException(
        name,
        String.format(
            Locale.ROOT,
            "it is %s, and user %s may not %s it (EACCES); its owner can allow it by mode and"
                + " group",
            whose,
            Names.user(Processes.uid()),
            writable ? "use" : "look at"));
  }

  /// Takes the name off this file, if it is still the file of that name. Whoever creates and
  /// removes files of one name at the same time takes turns here, so that nobody removes another's
  /// new file.
  ///
  /// @throws NotPermittedException if the directory does not let this user remove it
  public void unlink() {
    String path = FileNames.path(name);
    Failures.check(name, "lock it", FileLocks.lock(fd, ParticipantLayout.NAME_LOCK));
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
                + Names.user(there.uid())
                + " or root can remove "
                + path
                + ", which goes when one of them next uses the name");
      }
      Failures.check(name, "remove " + path, result);
      Step.reached(Steps.DELETE_UNLINKED);
    } finally {
      FileLocks.unlock(fd, ParticipantLayout.NAME_LOCK);
    }
  }

  /// The names of all named files there are.
  public static List<String> list() {
    return Files.list(FileNames.DIRECTORY).stream()
        .map(FileNames::mailbox)
        .filter(Objects::nonNull)
        .toList();
  }

  /// What it is called.
  public String name() {
    return name;
  }

  /// Its descriptor, valid until it is closed.
  public int fd() {
    return fd;
  }

  /// What the kernel knows of it.
  public Files.Status status() {
    return Files.status(fd);
  }

  @Override
  public void close() {
    Files.close(fd);
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
