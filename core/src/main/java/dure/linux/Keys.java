// SPDX-License-Identifier: Apache-2.0
package dure.linux;

/// Keys of System V objects made of a file that both sides know, as `ftok(3)` makes them.
public final class Keys {
  /// The key that is no name: whatever is created with it is new, and found by its id alone.
  public static final int IPC_PRIVATE = 0;

  private Keys() {}

  /// The key of a file and a project, the same number that C's `ftok` gives; like it, of whatever a
  /// symbolic link leads to.
  ///
  /// It is made of eight bits of the project, eight of the device and sixteen of the inode, so two
  /// files may have the same one, and a file that is replaced has another one.
  ///
  /// @param path of a file that exists
  /// @param projectId its lowest eight bits count, and should not all be zero
  /// @return the key as an unsigned number of 32 bits, to be cast to `int` for a call, or −errno
  public static long of(String path, int projectId) {
    int fd = Files.open(path, Files.O_PATH, 0);
    if (fd < 0) {
      return fd;
    }
    try {
      Files.Status file = Files.status(fd);
      // The lowest byte of C's st_dev is the lowest of the minor number.
      return (projectId & 0xFFL) << 24 | (file.device() & 0xFF) << 16 | (file.inode() & 0xFFFF);
    } finally {
      Files.close(fd);
    }
  }
}
