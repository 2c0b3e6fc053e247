// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.lang.foreign.Arena;

/// Shared memory that has no name: `memfd_create` and its seals.
public final class Memory {
  public static final int F_SEAL_SEAL = 1;
  public static final int F_SEAL_SHRINK = 2;
  public static final int F_SEAL_GROW = 4;

  /// Not asked for, but set on memory that is made without the right to be executed.
  static final int F_SEAL_EXEC = 0x20;

  static final int MFD_CLOEXEC = 1;
  static final int MFD_ALLOW_SEALING = 2;
  static final int MFD_NOEXEC_SEAL = 8;
  static final int F_ADD_SEALS = 1033;
  static final int F_GET_SEALS = 1034;

  private Memory() {}

  /// A new descriptor of memory that lives until its last mapping and descriptor are gone.
  public static int create(String label) {
    try (Arena arena = Arena.ofConfined()) {
      long name = Files.address(arena, label);
      int flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
      // The memory is never executed, and kernels log a warning where the flag is missing; a kernel
      // before 6.3 does not know the flag.
      int fd = (int) SystemCall.MEMFD_CREATE.call(name, flags | MFD_NOEXEC_SEAL);
      return Errno.EINVAL.is(fd) ? (int) SystemCall.MEMFD_CREATE.call(name, flags) : fd;
    }
  }

  /// Adds seals that can never be taken off again.
  public static int seal(int fd, int seals) {
    return (int) SystemCall.FCNTL.call(fd, F_ADD_SEALS, seals);
  }

  /// The seals on a descriptor; `EINVAL` where it can have none.
  public static int seals(int fd) {
    return (int) SystemCall.FCNTL.call(fd, F_GET_SEALS);
  }
}
