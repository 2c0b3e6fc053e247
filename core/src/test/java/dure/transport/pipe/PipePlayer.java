// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import dure.ConnectionLostException;
import dure.Mailbox;

/// A process at a mailbox in a pipe, which says what it does and how that went.
final class PipePlayer {
  private PipePlayer() {}

  /// @param arguments what to do, and the address
  public static void main(String[] arguments) throws Exception {
    try {
      play(arguments[0], arguments[1]);
    } catch (RuntimeException failure) {
      System.out.println(failure.getClass().getSimpleName() + " " + failure.getMessage());
    }
  }

  private static void play(String what, String address) throws Exception {
    switch (what) {
      case "receive", "receive in step" -> {
        try (Mailbox box = Mailbox.open(address)) {
          System.out.println("open");
          while (true) {
            System.out.println(box.receive().text());
            if (what.endsWith("step") && System.in.read() < 0) {
              return;
            }
          }
        }
      }
      case "send" -> {
        try (Mailbox box = Mailbox.open(address)) {
          for (int i = 0; ; i++) {
            box.send("m" + i + ".".repeat(i % 50));
          }
        }
      }
      case "reply" -> {
        try (Mailbox in = Mailbox.open("pipe:0");
            Mailbox out = Mailbox.open("pipe:1")) {
          while (true) {
            String text = in.receive().text();
            out.send(text + text);
          }
        } catch (ConnectionLostException end) {
          System.err.println("the end");
        }
      }
      case "wrong way" -> {
        try (Mailbox box = Mailbox.open(address)) {
          System.out.println("sends " + box.trySend("m"));
        }
      }
      default -> throw new IllegalArgumentException(what);
    }
  }
}
