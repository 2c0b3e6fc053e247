// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.bridge.Bridge;

/// A process that carries messages between two mailboxes until it is killed.
final class BridgeToBroker {
  private BridgeToBroker() {}

  public static void main(String[] route) throws InterruptedException {
    try (Bridge bridge = Bridge.between(route[0], route[1])) {
      System.out.println("begun");
      bridge.carry();
    }
  }
}
