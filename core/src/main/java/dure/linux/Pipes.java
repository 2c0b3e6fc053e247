// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dure.linux.Struct.Statx;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Pipes, with a name in a file system (FIFOs) and without, and the plain reading and writing of
/// streams.
public final class Pipes {
  public static final int O_WRONLY = 1;

  /// The longest write that is never mixed with another's.
  public static final int PIPE_BUF = 4096;

  static final int O_ACCMODE = 3;
  static final int S_IFIFO = 0x1000;
  static final int F_DUPFD_CLOEXEC = 1030;
  static final int F_GETFL = 3;
  static final int F_SETFL = 4;
  static final int F_SETPIPE_SZ = 1031;
  static final int F_GETPIPE_SZ = 1032;
  static final int FIONREAD = 0x541B;
  static final int SPLICE_F_NONBLOCK = 2;
  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;
  static final int AT_EACCESS = 0x200;
  static final int R_OK = 4;
  static final int W_OK = 2;
  static final int STATX_NLINK = 4;

  private static final MemorySegment EMPTY_PATH = Arena.global().allocateFrom("");

  private Pipes() {}

  /// `pipe2(2)`, closed on exec, not blocking: the reading end's descriptor into the first place of
  /// `ends` and the writing end's into the second. If it fails they stay as they were.
  public static int create(int[] ends) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment both = arena.allocate(JAVA_INT, 2);
      int result = (int) SystemCall.PIPE2.call(both.address(), Files.O_CLOEXEC | Files.O_NONBLOCK);
      if (result == 0) {
        ends[0] = both.getAtIndex(JAVA_INT, 0);
        ends[1] = both.getAtIndex(JAVA_INT, 1);
      }
      return result;
    }
  }

  /// `mknodat(2)` of a FIFO; the process's mask takes bits away from the mode.
  public static int makeFifo(String path, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          SystemCall.MKNODAT.call(Files.AT_FDCWD, Files.address(arena, path), S_IFIFO | mode, 0);
    }
  }

  /// `faccessat2(2)`: whether this process's user may read, and if `writing` also write, what a
  /// handle stands for: zero, or `EACCES`.
  public static int access(int handle, boolean writing) {
    try (Arena arena = Arena.ofConfined()) {
      int wanted = writing ? R_OK | W_OK : R_OK;
      return (int)
          SystemCall.FACCESSAT2.call(
              Files.AT_FDCWD, Files.address(arena, link(handle)), wanted, AT_EACCESS);
    }
  }

  /// The path at which this process opens once more what a descriptor or handle stands for.
  public static String link(int fd) {
    return "/proc/self/fd/" + fd;
  }

  /// Opens once more what a descriptor or handle stands for: not blocking, closed on exec. The
  /// kernel asks the mode of the file or pipe, as at any opening.
  ///
  /// @param flags as `O_RDWR`
  public static int again(int fd, int flags) {
    return Files.open(link(fd), flags | Files.O_NONBLOCK, 0);
  }

  /// Whether a file is a FIFO, or a pipe without a name.
  public static boolean isPipe(Files.Status file) {
    return (file.mode() & Files.S_IFMT) == S_IFIFO;
  }

  /// Opens an inherited end once more, as this process's own. Where the mode does not let this user
  /// in, or no process is left to read a FIFO, the opening itself is used, and made not to block.
  ///
  /// @param access as it is open
  public static int own(int fd, int access) {
    int own = again(fd, access);
    if (!Errno.EACCES.is(own) && !Errno.ENXIO.is(own)) {
      return own;
    }
    int result = neverBlock(fd);
    return result < 0 ? result : duplicate(fd);
  }

  /// Whether a descriptor is open for reading, for writing, or for both: `O_RDONLY`, `O_WRONLY`,
  /// `O_RDWR`; `EBADF` if it is not open.
  public static int access(int fd) {
    int flags = (int) SystemCall.FCNTL.call(fd, F_GETFL);
    return flags < 0 ? flags : flags & O_ACCMODE;
  }

  /// Makes reading and writing not block from now on, for every process that shares the opening;
  /// another process may not expect `EAGAIN`.
  public static int neverBlock(int fd) {
    long flags = SystemCall.FCNTL.call(fd, F_GETFL);
    return (int) (flags < 0 ? flags : SystemCall.FCNTL.call(fd, F_SETFL, flags | Files.O_NONBLOCK));
  }

  /// Another descriptor of the same opening, closed on exec.
  private static int duplicate(int fd) {
    return (int) SystemCall.FCNTL.call(fd, F_DUPFD_CLOEXEC);
  }

  /// `read(2)` into native memory.
  public static long read(int fd, MemorySegment into, long bytes) {
    return SystemCall.READ.call(fd, into.address(), bytes);
  }

  /// `write(2)` of native memory.
  public static long write(int fd, MemorySegment from, long bytes) {
    return SystemCall.WRITE.call(fd, from.address(), bytes);
  }

  /// `tee(2)`, not blocking: copies what is in one pipe into another and leaves it where it is.
  public static long tee(int from, int to, long bytes) {
    return SystemCall.TEE.call(from, to, bytes, SPLICE_F_NONBLOCK);
  }

  /// How many bytes are in a pipe.
  ///
  /// @param number four bytes of native memory, for the answer
  public static long waiting(int fd, MemorySegment number) {
    long result = SystemCall.IOCTL.call(fd, FIONREAD, number.address());
    return result < 0 ? result : number.get(JAVA_INT, 0);
  }

  /// How many bytes a pipe holds at most.
  public static long size(int fd) {
    return SystemCall.FCNTL.call(fd, F_GETPIPE_SZ);
  }

  /// Has a pipe hold as many bytes, or more: the size it has now.
  public static long resize(int fd, long bytes) {
    return SystemCall.FCNTL.call(fd, F_SETPIPE_SZ, bytes);
  }

  /// `flock(2)`: takes the lock of the whole file or pipe for this opening of it, or `EAGAIN`. The
  /// kernel gives it back when the opening has no descriptor left.
  public static int tryLock(int fd) {
    return (int) SystemCall.FLOCK.call(fd, LOCK_EX | LOCK_NB);
  }

  /// How many names an open file has.
  ///
  /// @param status native memory of [#statusBytes], for the answer
  public static long names(int fd, MemorySegment status) {
    long result =
        SystemCall.STATX.call(
            fd, EMPTY_PATH.address(), Files.AT_EMPTY_PATH, STATX_NLINK, status.address());
    return result < 0 ? result : status.get(JAVA_INT, Statx.NLINK);
  }

  /// What [#names] needs for its answer.
  public static int statusBytes() {
    return Statx.BYTES;
  }
}
