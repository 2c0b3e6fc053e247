// SPDX-License-Identifier: Apache-2.0
package dure.liveness;

import dure.DureException.Subject;
import dure.SystemFailureException;
import dure.file.Failures;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.FileLocks;
import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Processes;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// The file of a user's tokens: an empty file in `/dev/shm`, on whose bytes the processes of that
/// user hold write locks.
///
/// A write lock needs a descriptor for writing, and the file's mode gives one to its user alone. So
/// no other user can make a token look alive. Another user's read lock can keep a byte from being
/// locked; a process that finds all bytes kept so makes one more file, and locks its byte before
/// the file has a name.
///
/// The name of the file is its own inode number: whatever else has the name later is not taken for
/// it.
final class TokenFile {
  static final int ID_BITS = 31;
  static final int OFFSET_BITS = 31;

  private static final String PREFIX = "dure-tokens.";
  private static final long ID_MASK = (1L << ID_BITS) - 1;
  private static final int MODE = 0644;

  /// Of random bytes, of which even one is hardly ever taken.
  private static final int TRIES = 8;

  private static final SecureRandom RANDOM = new SecureRandom();

  private TokenFile() {}

  /// A byte that this process has locked.
  ///
  /// @param fd the open file description that holds the lock
  /// @param token what the byte is known by
  record LockedByte(int fd, long token) {}

  /// Locks a byte of this user's file for as long as this process lives.
  static LockedByte lockByte() {
    for (String name : names()) {
      LockedByte locked = lockByteOf(FileNames.DIRECTORY + "/" + name);
      if (locked != null) {
        return locked;
      }
    }
    return lockByteOfNew();
  }

  private static Iterable<String> names() {
    try {
      return Files.list(FileNames.DIRECTORY).stream()
          .filter(name -> name.startsWith(PREFIX))
          .sorted()
          .toList();
    } catch (KernelException unreadable) {
      throw failure("list it", String.valueOf(unreadable.getMessage()));
    }
  }

  /// Null if the file is another user's, or all its bytes are kept.
  private static @Nullable LockedByte lockByteOf(String path) {
    int fd = Files.open(path, Files.O_RDWR | Files.O_NOFOLLOW | Files.O_NONBLOCK, 0);
    long token = 0;
    if (fd >= 0) {
      try {
        Files.Status file = Files.status(fd);
        if (file.uid() == Processes.uid() && isNamed(path, file)) {
          token = lockFreeByte(fd, file);
        }
      } finally {
        if (token == 0) {
          Files.close(fd);
        }
      }
    }
    return token == 0 ? null : new LockedByte(fd, token);
  }

  private static LockedByte lockByteOfNew() {
    for (int i = 0; i < TRIES; i++) {
      int fd = Files.open(FileNames.DIRECTORY, Files.O_TMPFILE | Files.O_RDWR, MODE);
      Failures.check(Subject.LOCK, FileNames.DIRECTORY, "make the file of this user's tokens", fd);
      Files.Status file = Files.status(fd);
      long token = lockFreeByte(fd, file);
      int named = Files.changeMode(fd, MODE);
      if (named >= 0) {
        named = Files.link(fd, path(id(file)));
      }
      if (named >= 0 && token != 0) {
        return new LockedByte(fd, token);
      }
      Files.close(fd);
      if (!Errno.EEXIST.is(named)) {
        Failures.check(Subject.LOCK, FileNames.DIRECTORY, "name the file of tokens", named);
      }
    }
    throw failure("name the file of this user's tokens", "each name is taken");
  }

  private static long lockFreeByte(int fd, Files.Status file) {
    for (int i = 0; i < TRIES; i++) {
      long offset = RANDOM.nextLong() >>> (Long.SIZE - OFFSET_BITS);
      if (offset != 0 && FileLocks.tryLock(fd, offset) >= 0) {
        return id(file) << OFFSET_BITS | offset;
      }
    }
    return 0;
  }

  /// Opens the file of a token to look at its locks; negative if it has been removed.
  static int open(long token) {
    String path = path(token >>> OFFSET_BITS);
    int fd = Files.open(path, Files.O_RDONLY | Files.O_NOFOLLOW | Files.O_NONBLOCK, 0);
    if (fd >= 0 && !isNamed(path, Files.status(fd))) {
      Files.close(fd);
      return -Errno.ENOENT.number();
    }
    if (fd < 0 && !Errno.ENOENT.is(fd) && !Errno.EACCES.is(fd) && !Errno.ELOOP.is(fd)) {
      Failures.check(Subject.LOCK, path, "open the file of tokens", fd);
    }
    return fd;
  }

  /// Whether the process that locked the byte of a token lives.
  static boolean isLocked(int fd, long token) {
    return FileLocks.isWriteLockedByOther(fd, token & (1L << OFFSET_BITS) - 1);
  }

  private static long id(Files.Status file) {
    return file.inode() & ID_MASK;
  }

  private static String path(long id) {
    return FileNames.DIRECTORY + "/" + PREFIX + Long.toHexString(id);
  }

  private static boolean isNamed(String path, Files.Status file) {
    return file.isRegular() && path.equals(path(id(file)));
  }

  private static SystemFailureException failure(String tried, String why) {
    return new SystemFailureException(
        Subject.LOCK, FileNames.DIRECTORY, "cannot " + tried + ": " + why);
  }
}
