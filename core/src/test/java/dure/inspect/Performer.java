// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import dure.Claim;
import dure.Delivery;
import dure.Mailbox;

/// A process to be looked at: it has a claim and a message in hand in one mailbox, and waits for a
/// message in another.
final class Performer {
  private Performer() {}

  public static void main(String[] arguments) throws Exception {
    Mailbox box = Mailbox.named(arguments[0]).participant("performer").open();
    Delivery delivery = box.receiveDelivery();
    Claim claim = box.claim(1);
    try (Mailbox empty = Mailbox.named(arguments[1]).participant("performer").open()) {
      System.out.println("waits");
      empty.receive();
    }
    System.out.println(delivery + " " + claim);
  }
}
