// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Address space: mappings of files and of nothing.
public final class Mappings {
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int PROT_NONE = 0;
  static final int MAP_SHARED = 1;
  static final int MAP_PRIVATE = 2;
  static final int MAP_FIXED = 0x10;
  static final int MAP_ANONYMOUS = 0x20;
  static final int MAP_NORESERVE = 0x4000;
  static final int MAP_FIXED_NOREPLACE = 0x100000;
  static final int MADV_POPULATE_READ = 22;

  private Mappings() {}

  /// Reserves a range of addresses that holds nothing yet: its start, or −errno.
  public static long reserve(long length) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    return SystemCall.MMAP.call(0, length, PROT_NONE, flags, -1, 0);
  }

  /// Reserves the range that begins at an address of the caller's: the address, or −errno; `EEXIST`
  /// if something is mapped in it.
  public static long reserve(long address, long length) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    long reserved = SystemCall.MMAP.call(address, length, PROT_NONE, flags, -1, 0);
    if (reserved >= 0 && reserved != address) { // a kernel before 4.17 takes it as a wish
      unmap(reserved, length);
      return -Errno.EEXIST.number();
    }
    return reserved;
  }

  /// Maps part of a file over a reserved range, shared with every other process that maps it.
  public static long share(long address, long length, boolean writable, int fd, long offset) {
    int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
    return SystemCall.MMAP.call(address, length, protection, MAP_SHARED | MAP_FIXED, fd, offset);
  }

  /// Puts private, empty pages in the place of whatever the range maps, in one step for all threads
  /// of this process: a thread that is still inside reads zeros and writes to no other process.
  public static long blank(long address, long length) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED;
    return SystemCall.MMAP.call(address, length, PROT_READ | PROT_WRITE, flags, -1, 0);
  }

  /// Gives a range of shared memory its pages, so that touching them cannot fail; `EINVAL` from a
  /// kernel before 5.14, which does not know how.
  public static int populate(long address, long length) {
    return (int) SystemCall.MADVISE.call(address, length, MADV_POPULATE_READ);
  }

  /// A mapped range as a segment that can be used until its arena is closed, which does something
  /// as its last act.
  @SuppressWarnings("restricted")
  public static MemorySegment segment(long address, long length, Arena arena, Runnable atClose) {
    return MemorySegment.ofAddress(address).reinterpret(length, arena, segment -> atClose.run());
  }

  /// A mapped range as a segment that is unmapped when neither it nor any part of it can be reached
  /// any more.
  @SuppressWarnings("restricted")
  public static MemorySegment segment(long address, long length) {
    return MemorySegment.ofAddress(address)
        .reinterpret(length, Arena.ofAuto(), segment -> unmap(address, length));
  }

  /// `munmap(2)`.
  public static int unmap(long address, long length) {
    return (int) SystemCall.MUNMAP.call(address, length);
  }
}
