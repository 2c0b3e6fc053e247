// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Mailbox;

/// A process that tries to use a mailbox at a broker, and says what came of it.
final class Visitor {
  private Visitor() {}

  public static void main(String[] arguments) {
    try (Mailbox mailbox = Mailbox.openOrCreate(arguments[0])) {
      mailbox.send("let in");
      System.out.println("visitor: " + mailbox.receive().text());
    } catch (Exception refused) {
      System.out.println("visitor: " + refused.getClass().getSimpleName() + refused.getMessage());
    }
    System.exit(0);
  }
}
