// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

/// A process that carries messages between two addresses until it is killed or told to end.
final class BridgeRole {
  private BridgeRole() {}

  public static void main(String[] route) throws InterruptedException {
    try (Bridge bridge = Bridge.between(route[0], route[1])) {
      Thread carrying = Thread.ofPlatform().start(() -> carry(bridge));
      System.out.println("begun");
      while (IO.readln() != null) {}
      bridge.close();
      carrying.join();
      System.out.println("carried " + bridge.status().carried());
    }
  }

  private static void carry(Bridge bridge) {
    try {
      bridge.carry();
    } catch (Exception failed) {
      System.out.println("failed: " + failed);
    }
  }
}
