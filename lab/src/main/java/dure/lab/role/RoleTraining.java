// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import java.util.Map;

/// What the processes of most scenarios do, played once in this process, so that the JVM can write
/// down which classes that needs.
public final class RoleTraining {
  private RoleTraining() {}

  /// Sends two messages to a mailbox and receives them.
  public static void play(String address) throws Exception {
    Options options =
        new Options(
            "A", Map.of("address", address, "count", "2", "rate", "max", "waiting", "block"));
    Controls controls = new Controls(10, false, () -> {});
    Reports reports = new Reports();
    new ProducerRole(options, controls, reports).play();
    new ConsumerRole(options, controls, reports).play();
  }
}
