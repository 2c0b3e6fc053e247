// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Architecture.pick;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dure.linux.Struct.Dirent64;
import dure.linux.Struct.Statfs;
import dure.linux.Struct.Statx;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Files, directories and what the kernel knows about them. Descriptors are plain ints and the
/// caller's to close.
public final class Files {
  public static final int O_RDONLY = 0;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_CLOEXEC = 0x80000;
  public static final int O_DIRECTORY = pick(0x10000, 0x4000);
  public static final int O_NOFOLLOW = pick(0x20000, 0x8000);

  /// A handle on whatever the path names, without opening it: no pipe, device or server behind it
  /// notices.
  public static final int O_PATH = 0x200000;

  /// A file without a name, to be linked once it is complete.
  public static final int O_TMPFILE = 0x400000 | O_DIRECTORY;

  public static final int S_IFMT = 0xF000;
  public static final int S_IFREG = 0x8000;
  public static final int S_IFSOCK = 0xC000;

  static final int FALLOC_FL_KEEP_SIZE = 1;
  static final int FALLOC_FL_PUNCH_HOLE = 2;
  static final int AT_FDCWD = -100;
  static final int AT_SYMLINK_FOLLOW = 0x400;
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_EMPTY_PATH = 0x1000;
  static final int STATX_BASIC_STATS = 0x7ff;

  private static final int DIRECTORY_BUFFER = 32 * 1024;
  private static final long ALLOCATED_AT_ONCE = 16L << 20;

  /// The `f_type` of tmpfs, ramfs and hugetlbfs.
  private static final Set<Long> IN_MEMORY = Set.of(0x01021994L, 0x858458f6L, 0x958458f6L);

  /// What `st_blocks` counts in, whatever the file system's own blocks are.
  private static final int STATUS_BLOCK = 512;

  private Files() {}

  /// What `statx` says of an open file.
  ///
  /// @param device major and minor number of the file system, as one number
  /// @param inode the file's number in its file system; with `device` it names the file whatever
  ///   its path
  /// @param mode type and permission bits
  /// @param uid owner
  /// @param gid group
  /// @param size length in bytes
  /// @param allocated bytes of it that have pages
  public record Status(
      long device, long inode, int mode, int uid, int gid, long size, long allocated) {
    /// Whether this is an ordinary file, rather than a directory, pipe, socket or device.
    public boolean isRegular() {
      return (mode & S_IFMT) == S_IFREG;
    }

    /// Whether this is the name of a Unix socket.
    public boolean isSocket() {
      return (mode & S_IFMT) == S_IFSOCK;
    }

    /// The permission bits alone.
    public int permissions() {
      return mode & 0xFFF;
    }

    /// Whether both are the same file.
    public boolean sameFile(Status other) {
      return device == other.device && inode == other.inode;
    }
  }

  /// Room in a file system, in bytes.
  ///
  /// @param total size of the file system
  /// @param free what this process may still use
  /// @param isMemory whether the file system keeps its files in memory
  public record Room(long total, long free, boolean isMemory) {}

  /// `openat(2)`: a new descriptor, closed on exec.
  public static int open(String path, int flags, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) SystemCall.OPENAT.call(AT_FDCWD, address(arena, path), flags | O_CLOEXEC, mode);
    }
  }

  /// `close(2)`.
  public static int close(int fd) {
    return (int) SystemCall.CLOSE.call(fd);
  }

  /// `pread(2)` into an array: bytes read, zero at the end of the file.
  public static int read(int fd, byte[] into, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.max(1, into.length));
      int read = (int) SystemCall.PREAD64.call(fd, buffer.address(), into.length, offset);
      if (read > 0) {
        MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, read);
      }
      return read;
    }
  }

  /// `ftruncate(2)`.
  public static int truncate(int fd, long size) {
    return (int) SystemCall.FTRUNCATE.call(fd, size);
  }

  /// `fallocate(2)`: the pages exist from now on, so that touching them cannot fail. After a
  /// failure some of them may be there.
  ///
  /// A signal makes many kernels undo what one call has done, so it is done in parts: were it one
  /// call, a profiler's signals would let a large file never be finished.
  public static int allocate(int fd, long offset, long length) {
    long done = 0;
    long result = length > 0 ? 0 : -Errno.EINVAL.number();
    while (done < length && result == 0) {
      long part = Math.min(length - done, ALLOCATED_AT_ONCE);
      do {
        result = SystemCall.FALLOCATE.call(fd, 0, offset + done, part);
      } while (Errno.EINTR.is(result));
      done += part;
    }
    return (int) result;
  }

  /// `fallocate(2)` to punch a hole: the pages are given back, and read as zeros.
  public static int punch(int fd, long offset, long length) {
    return (int)
        SystemCall.FALLOCATE.call(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
  }

  /// `fchmod(2)`: exactly these permission bits, whatever the process's mask.
  public static int changeMode(int fd, int mode) {
    return (int) SystemCall.FCHMOD.call(fd, mode);
  }

  /// `fchown(2)` of the group alone.
  public static int changeGroup(int fd, int gid) {
    return (int) SystemCall.FCHOWN.call(fd, 0xFFFF_FFFFL, gid);
  }

  /// Gives a file made with [#O_TMPFILE] its name; `EEXIST` if the name is taken.
  public static int link(int fd, String path) {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          SystemCall.LINKAT.call(
              AT_FDCWD,
              address(arena, "/proc/self/fd/" + fd),
              AT_FDCWD,
              address(arena, path),
              AT_SYMLINK_FOLLOW);
    }
  }

  /// `unlink(2)`.
  public static int unlink(String path) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) SystemCall.UNLINKAT.call(AT_FDCWD, address(arena, path), 0);
    }
  }

  /// `statx(2)` of an open file.
  public static Status status(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(Statx.BYTES, 8);
      KernelException.check("statx", statx(fd, address(arena, ""), AT_EMPTY_PATH, s));
      return status(s);
    }
  }

  /// How many names an open file has; zero once it has been unlinked.
  public static int links(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(Statx.BYTES, 8);
      KernelException.check("statx", statx(fd, address(arena, ""), AT_EMPTY_PATH, s));
      return s.get(JAVA_INT, Statx.NLINK);
    }
  }

  /// `statx(2)` of what a path names, without following a symbolic link; null if it names nothing.
  public static @Nullable Status status(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(Statx.BYTES, 8);
      long result = statx(AT_FDCWD, address(arena, path), AT_SYMLINK_NOFOLLOW, s);
      if (Errno.ENOENT.is(result)) {
        return null;
      }
      KernelException.check("statx " + path, result);
      return status(s);
    }
  }

  private static long statx(int fd, long path, int flags, MemorySegment into) {
    return SystemCall.STATX.call(fd, path, flags, STATX_BASIC_STATS, into.address());
  }

  private static Status status(MemorySegment s) {
    return new Status(
        Integer.toUnsignedLong(s.get(JAVA_INT, Statx.DEV_MAJOR)) << 32
            | Integer.toUnsignedLong(s.get(JAVA_INT, Statx.DEV_MINOR)),
        s.get(JAVA_LONG, Statx.INO),
        Short.toUnsignedInt(s.get(JAVA_SHORT, Statx.MODE)),
        s.get(JAVA_INT, Statx.UID),
        s.get(JAVA_INT, Statx.GID),
        s.get(JAVA_LONG, Statx.SIZE),
        s.get(JAVA_LONG, Statx.BLOCKS) * STATUS_BLOCK);
  }

  /// `fstatfs(2)`: the room in the file system that holds an open file.
  public static Room room(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(Statfs.BYTES, 8);
      KernelException.check("fstatfs", SystemCall.FSTATFS.call(fd, s.address()));
      long block = s.get(JAVA_LONG, Statfs.BSIZE);
      return new Room(
          block * s.get(JAVA_LONG, Statfs.BLOCKS),
          block * s.get(JAVA_LONG, Statfs.BAVAIL),
          IN_MEMORY.contains(s.get(JAVA_LONG, Statfs.TYPE)));
    }
  }

  /// `getdents64(2)`: the names in a directory, in no order, without `.` and `..`.
  public static List<String> list(String path) {
    int fd = (int) KernelException.check("open " + path, open(path, O_RDONLY | O_DIRECTORY, 0));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(DIRECTORY_BUFFER, 8);
      List<String> names = new ArrayList<>();
      long got;
      do {
        got = SystemCall.GETDENTS64.call(fd, buffer.address(), DIRECTORY_BUFFER);
        KernelException.check("getdents64 " + path, got);
        for (long at = 0; at < got; at += buffer.get(JAVA_SHORT, at + Dirent64.RECLEN)) {
          names.add(buffer.getString(at + Dirent64.NAME, StandardCharsets.UTF_8));
        }
      } while (got > 0);
      names.removeAll(List.of(".", ".."));
      return names;
    } finally {
      close(fd);
    }
  }

  static long address(Arena arena, String path) {
    return arena.allocateFrom(path, StandardCharsets.UTF_8).address();
  }
}
