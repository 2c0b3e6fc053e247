// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import dure.Mailbox;

/// A process that takes a message in hand and keeps it until it is killed.
final class HoldingReceiver {
  private HoldingReceiver() {}

  public static void main(String[] arguments) throws Exception {
    try (Mailbox box = Mailbox.named(arguments[0]).participant("holder").open()) {
      box.receiveInPlace(message -> {
        System.out.println("holds " + message.text());
        while (System.in.read() >= 0) {}
      });
    }
  }
}
