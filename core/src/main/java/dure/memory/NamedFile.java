// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.file.Failures;
import dure.file.MemorySpace;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Processes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;

/// Regions that are files with a name: POSIX objects, which Linux keeps in `/dev/shm`, and files of
/// the caller's.
///
/// @param kind which of the two
/// @param name what errors call it
/// @param path of the file
record NamedFile(RegionKind kind, String name, String path) implements RegionSource {
  private static final int LONGEST_NAME = 255;

  /// The region of a POSIX name.
  static NamedFile posix(String name) {
    String file = name.startsWith("/") ? name.substring(1) : "";
    String objection = null;
    if (file.isEmpty() || file.indexOf('/') >= 0 || file.indexOf('\0') >= 0) {
      objection = "a POSIX name is a slash and some characters, no other slash among them";
    } else if (file.equals(".") || file.equals("..")) {
      objection = "that is a directory; name it otherwise";
    } else if (file.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      objection = "a POSIX name has at most " + LONGEST_NAME + " bytes behind the slash";
    }
    if (objection != null) {
      throw new InvalidNameException(Subject.REGION, name, objection);
    }
    return new NamedFile(RegionKind.POSIX, name, FileNames.DIRECTORY + name);
  }

  /// The region in a file of the caller's.
  static NamedFile at(Path file) {
    String path = file.toAbsolutePath().toString();
    return new NamedFile(RegionKind.FILE, path, path);
  }

  /// The file is made without its name, and named when it is complete, so that no process attaches
  /// half of it.
  @Override
  public Backing create(RegionSpec wish) {
    refuseMailbox();
    refuseTaken();
    String interim = "";
    int fd = Files.open(directory(), Files.O_TMPFILE | Files.O_RDWR, 0600);
    if (Errno.EOPNOTSUPP.is(fd) || Errno.EISDIR.is(fd)) { // where no file is without a name
      interim = directory() + "/.dure-" + Processes.pid() + "-" + System.nanoTime();
      fd = Files.open(interim, Files.O_CREAT | Files.O_EXCL | Files.O_RDWR, 0600);
    }
    checkCreated(wish, fd);
    boolean named = false;
    boolean complete = false;
    try {
      fill(wish, fd, wish.tenant(directory(), kind == RegionKind.POSIX));
      checkCreated(wish, Files.link(fd, path));
      named = true;
      OpenFile made = openNamed(wish, fd);
      complete = true;
      return made;
    } finally {
      Files.close(fd);
      if (!interim.isEmpty()) {
        Files.unlink(interim);
      }
      if (named && !complete) {
        Files.unlink(path);
      }
    }
  }

  private void refuseTaken() {
    int there = Files.open(path, Files.O_PATH | Files.O_NOFOLLOW, 0);
    if (there < 0) {
      return;
    }
    Files.Status file = Files.status(there);
    Files.close(there);
    if (file.isRegular() && file.size() == 0) {
      throw new ObjectExistsException(
          Subject.REGION, name, "it exists already (EEXIST), and " + RegionSpec.NO_SIZE);
    }
    throw taken();
  }

  /// Opened anew by its name, for the kernel shows what has once been nameless as removed for ever.
  private OpenFile openNamed(RegionSpec wish, int fd) {
    int there = Files.open(path, Files.O_PATH | Files.O_NOFOLLOW, 0);
    if (there < 0) {
      return open(fd).forUse(wish);
    }
    try {
      return open(Files.status(there).sameFile(Files.status(fd)) ? there : fd).forUse(wish);
    } finally {
      Files.close(there);
    }
  }

  private OpenFile open(int fd) {
    return new OpenFile(kind, name, path, fd);
  }

  private String directory() {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }

  private ObjectExistsException taken() {
    return new ObjectExistsException(
        Subject.REGION, name, "it exists already (EEXIST); attach it, or remove it first");
  }

  private int checkCreated(RegionSpec wish, int result) {
    if (Errno.EEXIST.is(result)) {
      throw taken();
    }
    if (Errno.ENOENT.is(result) || Errno.ENOTDIR.is(result)) {
      throw new InvalidNameException(
          Subject.REGION, name, "there is no directory " + directory() + "; make it first");
    }
    return (int) wish.check("create a file in " + directory(), checkName(result));
  }

  private int checkName(int result) {
    if (Errno.ENAMETOOLONG.is(result)) {
      throw new InvalidNameException(
          Subject.REGION, name, "its path, or a part of it, is too long (ENAMETOOLONG)");
    }
    return result;
  }

  /// Gives a new file its memory, its group and its mode.
  static void fill(RegionSpec wish, int fd, MemorySpace.Tenant tenant) {
    MemorySpace.allocate(tenant, fd, wish.bytes());
    OptionalInt group = wish.groupNumber();
    if (group.isPresent()) {
      wish.check("give it to group " + wish.group(), Files.changeGroup(fd, group.getAsInt()));
    }
    wish.check("set its mode", Files.changeMode(fd, wish.mode()));
  }

  /// Opens it at first only by a handle: a link, pipe or device under the name is neither followed
  /// nor touched.
  @Override
  public Backing find(RegionSpec wish) {
    if (wish.writable()) {
      refuseMailbox();
    }
    try (OpenFile there = open(handle(wish))) {
      Files.Status file = Files.status(there.fd());
      if (!file.isRegular()) {
        throw new InvalidNameException(
            Subject.REGION,
            name,
            path + " is " + described(file) + ", and only an ordinary file can be a region");
      }
      return there.forUse(wish);
    }
  }

  private int handle(RegionSpec wish) {
    int handle = Files.open(path, Files.O_PATH | Files.O_NOFOLLOW, 0);
    if (Errno.ENOENT.is(handle) || Errno.ENOTDIR.is(handle)) {
      throw new NoSuchObjectException(
          Subject.REGION, name, "there is none of this name (ENOENT); create it");
    }
    return (int) wish.check("open " + path, checkName(handle));
  }

  private static String described(Files.Status file) {
    return switch (file.mode() & Files.S_IFMT) {
      case 0x4000 -> "a directory";
      case 0xA000 -> "a symbolic link";
      case 0x1000 -> "a pipe";
      case 0xC000 -> "a socket";
      default -> "a device";
    };
  }

  private void refuseMailbox() {
    refuseMailbox(kind, name);
  }

  /// Refuses what would harm a mailbox.
  static void refuseMailbox(RegionKind kind, String name) {
    if (isMailbox(kind, name)) {
      throw new NotPermittedException(
          Subject.REGION,
          name,
          "names that begin with '"
              + FileNames.PREFIX
              + "' are mailboxes', which are not to be written or removed past their own calls;"
              + " attach it readOnly(), or name another");
    }
  }

  /// Whether a region's file is a mailbox's.
  static boolean isMailbox(RegionKind kind, String name) {
    return switch (kind) {
      case POSIX -> FileNames.DEFAULT.mailbox(name.substring(1)) != null;
      case FILE ->
          FileNames.DEFAULT.mailboxAt(name) != null || FileNames.current().mailboxAt(name) != null;
      default -> false;
    };
  }

  @Override
  public void remove(RegionSpec wish) {
    refuseMailbox();
    int result = Files.unlink(path);
    if (Errno.ENOENT.is(result) || Errno.ENOTDIR.is(result)) {
      throw new NoSuchObjectException(
          Subject.REGION, name, "there is none of this name (ENOENT) to be removed");
    }
    if (Errno.EISDIR.is(result)) {
      throw new InvalidNameException(Subject.REGION, name, path + " is a directory, and no region");
    }
    wish.check("remove " + path, result);
  }

  /// What to say to one whom the file's mode does not let in.
  static NotPermittedException notPermitted(String name, Files.Status file, boolean writable) {
    String use = writable ? "attach it for writing" : "attach it for reading";
    return Failures.notPermitted(Subject.REGION, name, file, use);
  }
}
