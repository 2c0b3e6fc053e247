// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dure.linux.Struct.Flock;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Locks on single bytes of a file, held by an *open file description*: the kernel frees them when
/// its last descriptor and mapping are gone, so at any death of the process, and in no other way.
///
/// Two threads that share a descriptor share its locks; they must agree among themselves. There is
/// no call that waits for a lock: its holder may be stopped, and the wait could not be ended.
public final class FileLocks {
  static final int F_OFD_GETLK = 36;
  static final int F_OFD_SETLK = 37;
  static final int F_RDLCK = 0;
  static final int F_WRLCK = 1;
  static final int F_UNLCK = 2;
  static final int SEEK_SET = 0;
  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;

  private FileLocks() {}

  /// Takes the lock if no other holder has it: zero, or `EAGAIN`. For a writable descriptor.
  public static int tryLock(int fd, long offset) {
    return lock(fd, F_OFD_SETLK, F_WRLCK, offset);
  }

  /// Takes a lock that any number of descriptions can hold at once, if none holds it for itself:
  /// zero, or `EAGAIN`. For a readable descriptor, be it a directory's.
  public static int tryShare(int fd, long offset) {
    return lock(fd, F_OFD_SETLK, F_RDLCK, offset);
  }

  /// Gives the lock back.
  public static int unlock(int fd, long offset) {
    return lock(fd, F_OFD_SETLK, F_UNLCK, offset);
  }

  /// Whether another open file description holds the lock, or shares it. Works on a read-only
  /// descriptor too.
  public static boolean isHeldByOther(int fd, long offset) {
    return meets(fd, F_WRLCK, offset);
  }

  /// Whether another open file description, which then was opened for writing, holds the lock for
  /// itself. A shared lock does not count: a process that may only read can take one. Works on a
  /// read-only descriptor too.
  public static boolean isWriteLockedByOther(int fd, long offset) {
    return meets(fd, F_RDLCK, offset);
  }

  private static boolean meets(int fd, int type, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lock = flock(arena, type, offset);
      KernelException.check(
          "fcntl F_OFD_GETLK", SystemCall.FCNTL.call(fd, F_OFD_GETLK, lock.address()));
      return lock.get(JAVA_SHORT, Flock.TYPE) != F_UNLCK;
    }
  }

  /// `flock(2)`: takes the one lock of a whole file or directory, for whose lock a descriptor to
  /// read is enough: zero, or `EAGAIN`. Closing the descriptor gives it back.
  public static int tryLockWhole(int fd) {
    return (int) SystemCall.FLOCK.call(fd, LOCK_EX | LOCK_NB);
  }

  private static int lock(int fd, int command, int type, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) SystemCall.FCNTL.call(fd, command, flock(arena, type, offset).address());
    }
  }

  private static MemorySegment flock(Arena arena, int type, long offset) {
    MemorySegment lock = arena.allocate(Flock.BYTES, 8);
    lock.set(JAVA_SHORT, Flock.TYPE, (short) type);
    lock.set(JAVA_SHORT, Flock.WHENCE, (short) SEEK_SET);
    lock.set(JAVA_LONG, Flock.START, offset);
    lock.set(JAVA_LONG, Flock.LEN, 1L);
    lock.set(JAVA_INT, Flock.PID, 0); // must be zero for locks of descriptions
    return lock;
  }
}
