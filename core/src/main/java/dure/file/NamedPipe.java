// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DamagedMailboxException;
import dure.DureException;
import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.MailboxExistsException;
import dure.NoSuchMailboxException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Names;
import dure.linux.Pipes;
import dure.linux.Processes;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// A FIFO in a file system, and what the kernel's refusals mean for it. A link at the end of its
/// path is not followed, and nothing but a FIFO is ever opened.
///
/// @param subject what it is to the caller
/// @param name what errors call it
/// @param path absolute
public record NamedPipe(Subject subject, String name, String path) {
  private static final int LONGEST_PATH = 4095;

  /// @throws InvalidNameException if the path is not an absolute one of a file
  public NamedPipe {
    if (!path.startsWith("/") || path.endsWith("/") || path.indexOf('\0') >= 0) {
      throw new InvalidNameException(
          subject, name, "a FIFO is named by an absolute path, as fifo:/path/to/it");
    }
    int bytes = path.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_PATH) {
      throw new InvalidNameException(
          subject, name, "a path has at most " + LONGEST_PATH + " bytes, not " + bytes);
    }
  }

  /// Makes it, with exactly this mode, and opens it for reading and writing. Until that is done it
  /// is its owner's alone.
  ///
  /// @param group by name or number; empty for the process's own
  public int create(int mode, String group) {
    int gid = group.isEmpty() ? -1 : groupNumber(group);
    int made = Pipes.makeFifo(path, 0600);
    if (Errno.EEXIST.is(made)) {
      Files.Status there = Files.status(path);
      throw exists(
          there == null || Pipes.isPipe(there)
              ? "it exists already; open it, or delete it first"
              : "what stands there is no FIFO; name another path");
    }
    checkPath("make a FIFO in " + directory(), made);
    boolean complete = false;
    int fd = -1;
    try {
      fd = open(Files.O_RDWR);
      if (gid >= 0) {
        check("give it to group " + group, Files.changeGroup(fd, gid));
      }
      check("set its mode", Files.changeMode(fd, mode));
      complete = true;
      return fd;
    } finally {
      if (!complete) {
        Files.unlink(path);
        if (fd >= 0) {
          Files.close(fd);
        }
      }
    }
  }

  private int groupNumber(String group) {
    OptionalInt gid = Names.groupNumber(group);
    if (gid.isEmpty()) {
      throw new InvalidNameException(subject, name, "there is no group '" + group + "'");
    }
    return gid.getAsInt();
  }

  /// A handle on it ([Files#O_PATH]): no process that waits for its other end notices.
  public int handle() {
    int handle = Files.open(path, Files.O_PATH | Files.O_NOFOLLOW, 0);
    if (Errno.ENOENT.is(handle) || Errno.ENOTDIR.is(handle)) {
      throw absent();
    }
    checkPath("open " + path, handle);
    if (!Pipes.isPipe(Files.status(handle))) {
      Files.close(handle);
      throw noFifo(path + " is no FIFO; name another path");
    }
    return handle;
  }

  /// Opens an end of it, without waiting for the other: `ENXIO` if it is to write and no process
  /// reads.
  ///
  /// @param flags as `O_RDWR`
  /// @throws NotPermittedException if its mode does not let this user in
  public int open(int flags) {
    int handle = handle();
    try {
      int opened = Pipes.again(handle, flags);
      if (Errno.EACCES.is(opened)) {
        throw Failures.notPermitted(subject, name, Files.status(handle), "use it");
      }
      return Errno.ENXIO.is(opened) ? opened : check("open " + path, opened);
    } finally {
      Files.close(handle);
    }
  }

  /// What the kernel knows of it, for a user that may look at it.
  ///
  /// @throws NotPermittedException if its mode does not let this user read it
  public Files.Status look() {
    int handle = handle();
    try {
      Files.Status there = Files.status(handle);
      if (Errno.EACCES.is(Pipes.access(handle, false))) {
        throw Failures.notPermitted(subject, name, there, "look at it");
      }
      return there;
    } finally {
      Files.close(handle);
    }
  }

  /// Removes its name. That needs the right to use it, or to have made it, and to write in its
  /// directory.
  ///
  /// @throws NotPermittedException if this user may not
  public void delete() {
    int handle = handle();
    try {
      Files.Status there = Files.status(handle);
      if (there.uid() != Processes.uid() && Errno.EACCES.is(Pipes.access(handle, true))) {
        throw Failures.notPermitted(subject, name, there, "delete it");
      }
      int result = Files.unlink(path);
      if (Errno.ENOENT.is(result)) {
        throw absent();
      }
      if (Errno.EPERM.is(result) || Errno.EACCES.is(result)) {
        throw new NotPermittedException(
            subject,
            name,
            "this user may not remove names from "
                + directory()
                + " ("
                + Errno.describe(result)
                + "); its owner, or that of the FIFO, can");
      }
      check("remove " + path, result);
    } finally {
      Files.close(handle);
    }
  }

  private String directory() {
    return path.substring(0, Math.max(1, path.lastIndexOf('/')));
  }

  private int check(String tried, int result) {
    return (int) Failures.check(subject, name, tried, result);
  }

  private void checkPath(String tried, int result) {
    if (Errno.ENOENT.is(result) || Errno.ENOTDIR.is(result)) {
      throw new InvalidNameException(
          subject, name, "there is no directory " + directory() + "; make it first");
    }
    if (Errno.ENAMETOOLONG.is(result)) {
      throw new InvalidNameException(subject, name, "a part of its path is too long a name");
    }
    if (Errno.EROFS.is(result)) {
      throw new NotPermittedException(
          subject, name, "cannot " + tried + ": " + Errno.describe(result));
    }
    check(tried, result);
  }

  private boolean isMailbox() {
    return subject == Subject.MAILBOX;
  }

  private DureException exists(String problem) {
    return isMailbox()
        ? new MailboxExistsException(name, problem)
        : new ObjectExistsException(subject, name, problem);
  }

  private DureException absent() {
    String problem = "there is no FIFO at " + path + "; create it";
    return isMailbox()
        ? new NoSuchMailboxException(name, problem)
        : new NoSuchObjectException(subject, name, problem);
  }

  private DureException noFifo(String problem) {
    return isMailbox()
        ? new DamagedMailboxException(name, problem)
        : new InvalidNameException(subject, name, problem);
  }
}
