// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.nio.file.Path;

/// Keys of System V objects, made of a file that all know.
public final class Keys {
  private static final int PROJECT_SHIFT = 24;
  private static final int DEVICE_SHIFT = 16;
  private static final int BYTE = 0xFF;
  private static final int TWO_BYTES = 0xFFFF;

  private Keys() {}

  /// `ftok(3)`: the key that C makes of the same file and number. Different files may have the same
  /// key: it has only 16 bits of the file's number.
  ///
  /// @param path a file that exists, and stays
  /// @param projectId of which the low eight bits count, and are not to be zero
  /// @throws KernelException if the file cannot be looked at
  public static int of(Path path, int projectId) {
    int fd =
        (int) KernelException.check("open " + path, Files.open(path.toString(), Files.O_PATH, 0));
    try {
      Files.Status status = Files.status(fd);
      return (projectId & BYTE) << PROJECT_SHIFT
          | (int) (status.device() & BYTE) << DEVICE_SHIFT
          | (int) (status.inode() & TWO_BYTES);
    } finally {
      Files.close(fd);
    }
  }
}
