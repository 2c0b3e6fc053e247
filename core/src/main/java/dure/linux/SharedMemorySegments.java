// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.linux.Struct.IpcPerm;
import dure.linux.Struct.ShmidDs;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// System V shared memory: segments that the kernel keeps by number and finds by key.
public final class SharedMemorySegments {
  static final int IPC_CREAT = 0x200;
  static final int IPC_EXCL = 0x400;
  static final int IPC_RMID = 0;
  static final int IPC_SET = 1;
  static final int IPC_STAT = 2;
  static final int SHM_RDONLY = 0x1000;
  static final int SHM_REMAP = 0x4000;
  static final int SHM_DEST = 0x200;

  private static final int PERMISSIONS = 0x1FF;
  private static final String LIMITS = "/proc/sys/kernel/";
  private static final int LONGEST_LIMIT = 64;
  private static final int COLUMNS = 10;

  private SharedMemorySegments() {}

  /// What the kernel knows of a segment.
  ///
  /// @param key by which it is found, zero for none
  /// @param id its number
  /// @param bytes its size
  /// @param mode permission bits
  /// @param uid owner
  /// @param gid group
  /// @param creator the process that made it
  /// @param last the process that attached or detached it last, zero for none
  /// @param attached how many times it is attached
  /// @param removed whether it goes with its last attachment
  public record Status(
      int key,
      int id,
      long bytes,
      int mode,
      int uid,
      int gid,
      int creator,
      int last,
      long attached,
      boolean removed) {}

  /// The limits of this system, or of this process's namespace.
  ///
  /// @param largest bytes of one segment, `shmmax`
  /// @param pages of all segments together, `shmall`
  /// @param segments how many there can be, `shmmni`
  public record Limits(long largest, long pages, long segments) {}

  /// `shmget(2)` of a segment that exists: its id, or `ENOENT`. Asks for no rights yet.
  public static int find(int key) {
    return (int) SystemCall.SHMGET.call(key, 0, 0);
  }

  /// `shmget(2)` of a new segment: its id, or `EEXIST`.
  public static int create(int key, long bytes, int mode) {
    return (int) SystemCall.SHMGET.call(key, bytes, IPC_CREAT | IPC_EXCL | mode);
  }

  /// `shmat(2)` over a range that this process has reserved, in its place.
  public static long attach(int id, long address, boolean writable) {
    return SystemCall.SHMAT.call(id, address, writable ? SHM_REMAP : SHM_REMAP | SHM_RDONLY);
  }

  /// `shmctl(2)` to remove it: the key is free at once, the memory when the last has detached.
  public static int remove(int id) {
    return (int) SystemCall.SHMCTL.call(id, IPC_RMID, 0);
  }

  /// `shmctl(2)` to give it to a group, with these permission bits.
  public static int changeGroup(int id, int gid, int mode) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(ShmidDs.BYTES, 8);
      long result = SystemCall.SHMCTL.call(id, IPC_STAT, s.address());
      if (result >= 0) {
        s.set(JAVA_INT, ShmidDs.PERM + IpcPerm.GID, gid);
        s.set(JAVA_INT, ShmidDs.PERM + IpcPerm.MODE, mode);
        result = SystemCall.SHMCTL.call(id, IPC_SET, s.address());
      }
      return (int) result;
    }
  }

  /// `shmctl(2)` to ask about it, for a user that may read it.
  ///
  /// @throws KernelException if it may not be read, or is no more
  public static Status status(int id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(ShmidDs.BYTES, 8);
      KernelException.check("shmctl IPC_STAT", SystemCall.SHMCTL.call(id, IPC_STAT, s.address()));
      int mode = s.get(JAVA_INT, ShmidDs.PERM + IpcPerm.MODE);
      return new Status(
          s.get(JAVA_INT, ShmidDs.PERM),
          id,
          s.get(JAVA_LONG, ShmidDs.SEGSZ),
          mode & PERMISSIONS,
          s.get(JAVA_INT, ShmidDs.PERM + IpcPerm.UID),
          s.get(JAVA_INT, ShmidDs.PERM + IpcPerm.GID),
          s.get(JAVA_INT, ShmidDs.CPID),
          s.get(JAVA_INT, ShmidDs.LPID),
          s.get(JAVA_LONG, ShmidDs.NATTCH),
          (mode & SHM_DEST) != 0);
    }
  }

  /// All there are in this process's namespace, also those it may not read.
  public static List<Status> list() {
    return lines()
        .skip(1)
        .map(line -> line.strip().split(" +", COLUMNS))
        .filter(columns -> columns.length == COLUMNS)
        .map(SharedMemorySegments::status)
        .toList();
  }

  private static Stream<String> lines() {
    try {
      byte[] list = java.nio.file.Files.readAllBytes(Path.of("/proc/sysvipc/shm"));
      return new String(list, StandardCharsets.US_ASCII).lines();
    } catch (IOException noProc) {
      return Stream.empty();
    }
  }

  private static Status status(String[] columns) {
    int mode = Integer.parseInt(columns[2], 8);
    return new Status(
        Integer.parseInt(columns[0]),
        Integer.parseInt(columns[1]),
        Long.parseLong(columns[3]),
        mode & PERMISSIONS,
        Integer.parseUnsignedInt(columns[7]),
        Integer.parseUnsignedInt(columns[8]),
        Integer.parseInt(columns[4]),
        Integer.parseInt(columns[5]),
        Long.parseLong(columns[6]),
        (mode & SHM_DEST) != 0);
  }

  /// The limits now; each [Long#MAX_VALUE] where it is as good as none, or not known.
  public static Limits limits() {
    return new Limits(limit("shmmax"), limit("shmall"), limit("shmmni"));
  }

  /// A limit is read in one call, for only the first call gives any of it.
  private static long limit(String name) {
    int fd = Files.open(LIMITS + name, Files.O_RDONLY, 0);
    if (fd < 0) {
      return Long.MAX_VALUE;
    }
    try {
      byte[] digits = new byte[LONGEST_LIMIT];
      int length = Math.max(0, Files.read(fd, digits, 0));
      BigInteger value =
          new BigInteger(new String(digits, 0, length, StandardCharsets.US_ASCII).strip());
      return value.bitLength() < Long.SIZE ? value.longValue() : Long.MAX_VALUE;
    } finally {
      Files.close(fd);
    }
  }
}
