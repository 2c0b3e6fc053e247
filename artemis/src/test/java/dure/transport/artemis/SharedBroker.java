// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Mailbox;
import dure.Owner;
import dure.testkit.Child;

/// The broker that the tests of this JVM share, which keeps messages in memory. It stays until this
/// JVM ends, and this JVM stays connected to it: no test is to be blamed for either.
final class SharedBroker {
  private static final String ADDRESS = start();

  private SharedBroker() {}

  /// Where it is. To be asked for the first time before a test begins.
  static String address() {
    return ADDRESS;
  }

  private static String start() {
    Child broker = TestBroker.start("0", "--memory").standBy();
    String address = TestBroker.address(broker);
    Mailbox keepsConnected = Mailbox.named(address + "/keeper").owner(Owner.PROCESS).create();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              keepsConnected.close();
              broker.close();
            }));
    return address;
  }
}
