// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.DureException;
import dure.Mailbox;
import dure.testkit.Child;

/// A process that does one thing with a mailbox and says how that went.
final class FilePlayer {
  private FilePlayer() {}

  /// @param arguments what to do, and the address
  public static void main(String[] arguments) throws Exception {
    try {
      System.out.println(arguments[0] + ": " + play(arguments[0], arguments[1]));
    } catch (DureException refused) {
      System.out.println(
          arguments[0] + ": " + refused.getClass().getSimpleName() + " " + refused.getMessage());
    }
  }

  private static String play(String what, String address) throws Exception {
    switch (what) {
      case "create" -> {
        try (Mailbox box = Mailbox.create(address)) {
          box.send("from its creator");
        }
      }
      case "send" -> {
        try (Mailbox box = Mailbox.open(address)) {
          for (String word : "one two three".split(" ", -1)) {
            box.send(word);
          }
        }
      }
      case "hold" -> {
        try (Mailbox box = Mailbox.open(address)) {
          box.receiveInPlace(message -> {
            System.out.println("holding");
            while (System.in.read() >= 0) {}
          });
        }
      }
      case "receive" -> {
        try (Mailbox box = Mailbox.open(address)) {
          System.out.println("waiting");
          return box.receive().text();
        }
      }
      case "wait" -> {
        try (Mailbox box = Mailbox.open(address)) {
          System.out.println("waiting");
          box.receive(Child.PATIENCE);
        }
      }
      default -> throw new IllegalArgumentException(what);
    }
    return "done";
  }
}
