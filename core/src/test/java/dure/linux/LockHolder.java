// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;

/// A process that takes a lock, says so, and keeps it until it is told to go.
final class LockHolder {
  private LockHolder() {}

  /// @param arguments the file and the byte
  public static void main(String[] arguments) throws IOException {
    int fd = Files.open(arguments[0], Files.O_RDWR, 0);
    System.out.println("lock: " + FileLocks.tryLock(fd, Long.parseLong(arguments[1])));
    int _ = System.in.read();
  }
}
