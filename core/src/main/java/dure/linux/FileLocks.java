// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Locks on single bytes of a file, held by an *open file description*: the kernel frees them when
/// its last descriptor and mapping are gone, so at any death of the process, and in no other way.
///
/// Two threads that share a descriptor share its locks; they must agree among themselves.
public final class FileLocks {
  static final int F_OFD_GETLK = 36;
  static final int F_OFD_SETLK = 37;
  static final int F_OFD_SETLKW = 38;
  static final int F_WRLCK = 1;
  static final int F_UNLCK = 2;
  static final int FLOCK_BYTES = 32;

  private FileLocks() {}

  /// Takes the lock if nobody holds it: zero, or `EAGAIN`.
  public static int tryLock(int fd, long offset) {
    return lock(fd, F_OFD_SETLK, F_WRLCK, offset);
  }

  /// Takes the lock, waiting in the kernel as long as another holds it. For platform threads.
  public static int lock(int fd, long offset) {
    return lock(fd, F_OFD_SETLKW, F_WRLCK, offset);
  }

  /// Gives the lock back.
  public static int unlock(int fd, long offset) {
    return lock(fd, F_OFD_SETLK, F_UNLCK, offset);
  }

  /// Whether another open file description holds the lock. Works on a read-only descriptor too.
  public static boolean isHeldByOther(int fd, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lock = flock(arena, F_WRLCK, offset);
      KernelException.check(
          "fcntl F_OFD_GETLK", SystemCall.FCNTL.call(fd, F_OFD_GETLK, lock.address()));
      return lock.get(JAVA_SHORT, 0) != F_UNLCK;
    }
  }

  private static int lock(int fd, int command, int type, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) SystemCall.FCNTL.call(fd, command, flock(arena, type, offset).address());
    }
  }

  private static MemorySegment flock(Arena arena, int type, long offset) {
    MemorySegment lock = arena.allocate(FLOCK_BYTES, 8);
    lock.set(JAVA_SHORT, 0, (short) type);
    lock.set(JAVA_SHORT, 2, (short) 0); // SEEK_SET
    lock.set(JAVA_LONG, 8, offset);
    lock.set(JAVA_LONG, 16, 1L);
    lock.set(JAVA_INT, 24, 0); // must be zero for locks of descriptions
    return lock;
  }
}
