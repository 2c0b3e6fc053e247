// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The address space of this process, as the kernel lists it.
public final class AddressSpace {
  private AddressSpace() {}

  /// The permissions and the file of the mapping that holds an address, as `rw-s … /dev/shm/x`;
  /// empty if none does.
  public static String at(long address) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      String[] parts = line.split("[- ]", 3);
      long from = Long.parseUnsignedLong(parts[0], 16);
      long to = Long.parseUnsignedLong(parts[1], 16);
      if (Long.compareUnsigned(from, address) <= 0 && Long.compareUnsigned(address, to) < 0) {
        return parts[2];
      }
    }
    return "";
  }
}
