// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.testkit.Child;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// A process that talks under a name, as it is told line by line.
final class Talker {
  private Talker() {}

  /// @param arguments its name
  public static void main(String[] arguments) throws Exception {
    try (NamedProcess me = NamedProcess.join(arguments[0])) {
      System.out.println("joined");
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line; (line = lines.readLine()) != null; ) {
        try {
          System.out.println("did " + play(me, line.split(" ", 3)));
        } catch (Exception failure) {
          System.out.println(
              "did " + failure.getClass().getSimpleName() + " " + failure.getMessage());
        }
      }
    } catch (Exception refused) {
      System.out.println(refused.getClass().getSimpleName() + " " + refused.getMessage());
    }
  }

  private static String play(NamedProcess me, String[] words) throws InterruptedException {
    return switch (words[0]) {
      case "send" -> {
        me.send(words[1], words[2].getBytes(StandardCharsets.UTF_8));
        yield "sent";
      }
      case "flood" -> {
        int accepted = 0;
        while (me.trySend(words[1], (accepted + "").getBytes(StandardCharsets.UTF_8))) {
          accepted++;
        }
        yield "" + accepted;
      }
      case "stream" -> stream(me, words[1]);
      case "now" -> show(me.tryReceive(words[1]));
      case "from" -> show(me.receive(words[1], Child.PATIENCE));
      case "any" -> show(me.receive(Child.PATIENCE));
      case "rename" -> {
        me.rename(words[1]);
        yield me.name();
      }
      default -> throw new IllegalArgumentException(words[0]);
    };
  }

  /// Sends numbers without end, and prints each that was accepted.
  private static String stream(NamedProcess me, String to) throws InterruptedException {
    for (int number = 0; ; number++) {
      me.send(to, (number + "").getBytes(StandardCharsets.UTF_8));
      System.out.println("accepted " + number);
    }
  }

  private static String show(DirectMessage message) {
    return message == null ? "nothing" : message.from() + ": " + message.text();
  }
}
