// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The processors of the machine, whichever of them this process may use.
public final class CpuSet {
  private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

  private CpuSet() {}

  /// Whether the machine has more than one processor that works, so that two processes can run at
  /// the same time. A process that is bound to one processor still has neighbours on the others,
  /// which [Runtime#availableProcessors()] does not tell.
  public static boolean areSeveral() {
    try {
      return areSeveral(new String(Files.readAllBytes(ONLINE), StandardCharsets.US_ASCII));
    } catch (IOException unknown) {
      return true;
    }
  }

  /// The same, of a list such as `0-3,6`.
  static boolean areSeveral(String list) {
    return list.contains("-") || list.contains(",");
  }
}
