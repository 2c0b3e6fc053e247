// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.MailboxExistsException;
import dure.Namespace;
import dure.NotPermittedException;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Names;
import dure.linux.Processes;

/// A file in which a mailbox is about to be made, and how to undo that.
///
/// @param place where it is, or is to be
/// @param fd open for writing; the caller's to close
/// @param kind how far it is
record NewFile(FileLocation place, int fd, Kind kind) {
  private enum Kind {
    /// It has no name yet, and gets one when it is complete.
    NAMELESS,
    /// Made just now, under its name, by this process.
    MADE,
    /// A file that the caller made, empty, for this.
    SUPPLIED
  }

  /// Opens the file to make a mailbox in.
  ///
  /// @throws MailboxExistsException if something else stands at a place of the caller's
  /// @throws InvalidNameException if no file can be there
  /// @throws NotPermittedException if this user may not make or fill it
  static NewFile at(FileLocation place) {
    if (!place.isOurs()) {
      int there = Files.open(place.path(), Files.O_PATH | Files.O_NOFOLLOW, 0);
      if (there >= 0) {
        try {
          return supplied(place, there);
        } finally {
          Files.close(there);
        }
      }
    }
    int fd = Files.open(place.directory(), Files.O_TMPFILE | Files.O_RDWR, 0600);
    if (place.isPrivate()) {
      requireUsable(place, fd);
    }
    if (!place.isOurs() && (Errno.EOPNOTSUPP.is(fd) || Errno.EISDIR.is(fd))) {
      int flags = Files.O_CREAT | Files.O_EXCL | Files.O_NOFOLLOW | Files.O_RDWR;
      return new NewFile(place, check(place, Files.open(place.path(), flags, 0600)), Kind.MADE);
    }
    return new NewFile(place, check(place, fd), Kind.NAMELESS);
  }

  private static NewFile supplied(FileLocation place, int there) {
    Files.Status file = Files.status(there);
    if (!file.isRegular()) {
      throw new MailboxExistsException(
          place.name(), "what stands there is no ordinary file; name another path");
    }
    if (file.size() > 0) {
      throw new MailboxExistsException(
          place.name(),
          "the file there is not empty, and nothing is overwritten; name another path, or remove"
              + " it if it is no longer needed");
    }
    if (file.uid() != Processes.uid()) {
      throw new NotPermittedException(
          place.name(),
          "the empty file there is user "
              + Names.user(file.uid())
              + "'s, and only that user can have a mailbox made in it");
    }
    int fd = Files.open("/proc/self/fd/" + there, Files.O_RDWR, 0);
    return new NewFile(place, check(place, fd), Kind.SUPPLIED);
  }

  private static void requireUsable(FileLocation place, int result) {
    String made = "no file for mailbox '" + place.name() + "' can be made there: ";
    String chosen = Namespace.VARIABLE + " or " + Namespace.PROPERTY;
    if (Errno.EACCES.is(result) || Errno.EPERM.is(result) || Errno.EROFS.is(result)) {
      throw new NotPermittedException(
          Subject.NAMESPACE,
          place.directory(),
          made
              + Errno.describe(result)
              + "; let user "
              + Names.user(Processes.uid())
              + " write the directory, or name another by "
              + chosen);
    }
    if (Errno.EOPNOTSUPP.is(result) || Errno.EISDIR.is(result)) {
      throw new InvalidNameException(
          Subject.NAMESPACE,
          place.directory(),
          made
              + "its file system has no nameless files (O_TMPFILE); name a directory of a tmpfs by "
              + chosen
              + ", as one in /dev/shm");
    }
  }

  private static int check(FileLocation place, int result) {
    if (Errno.EEXIST.is(result)) {
      throw new MailboxExistsException(place.name(), "another process has just made one there");
    }
    if (Errno.ENOENT.is(result) || Errno.ENOTDIR.is(result)) {
      throw new InvalidNameException(
          place.name(), "there is no directory " + place.directory() + "; make it first");
    }
    if (Errno.ENAMETOOLONG.is(result)) {
      throw new InvalidNameException(place.name(), "a part of its path is too long a name");
    }
    String tried = "create a file in " + place.directory();
    if (Errno.EROFS.is(result)) {
      throw new NotPermittedException(
          place.name(), "cannot " + tried + ": " + Errno.describe(result));
    }
    return Failures.check(place.name(), tried, result);
  }

  boolean isNameless() {
    return kind == Kind.NAMELESS;
  }

  /// Leaves things as they were. For the holder of the lock of its name.
  void undo() {
    Files.truncate(fd, 0);
    if (kind == Kind.MADE) {
      Files.unlink(place.path());
    }
  }
}
