// SPDX-License-Identifier: Apache-2.0
package dure.transport.posix;

import dure.Capacity;
import dure.DureException;
import dure.Mailbox;
import dure.MailboxStatus;
import dure.Message;
import dure.Sending;
import dure.posix.QueueLimits;
import dure.testkit.Child;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A process that does with queues what it is told to, and says how that went.
final class QueueRole {
  private QueueRole() {}

  /// @param arguments what to do, and with what
  public static void main(String[] arguments) throws Exception {
    try {
      System.out.println(arguments[0] + ": " + play(List.of(arguments)));
    } catch (DureException refused) {
      System.out.println(
          arguments[0] + ": " + refused.getClass().getSimpleName() + " " + refused.getMessage());
    }
  }

  private static String play(List<String> words) throws Exception {
    String address = words.get(1);
    switch (words.getFirst()) {
      case "create" -> create(address, words.get(2), words.get(3)).close();
      case "give" -> Mailbox.named(address).messageSize(100).group(words.get(2)).create().close();
      case "crowd" -> {
        for (int i = 0; i < 3; i++) {
          create(address + i, "1", "8").close();
        }
      }
      case "delete" -> Mailbox.delete(address);
      case "status" -> {
        return Mailbox.status(address).condition().toString();
      }
      case "send" -> {
        try (Mailbox box = Mailbox.open(address)) {
          for (String word : words.subList(2, words.size())) {
            box.send(word.getBytes(StandardCharsets.UTF_8), Sending.PLAIN.priority(word.length()));
          }
        }
      }
      case "receive" -> {
        try (Mailbox box = Mailbox.open(address)) {
          System.out.println("ready");
          Message message = box.receive(Child.PATIENCE);
          return message == null ? "nothing" : message.text();
        }
      }
      case "list" -> {
        return list(address);
      }
      default -> throw new IllegalArgumentException(words.getFirst());
    }
    return "done";
  }

  private static Mailbox create(String address, String capacity, String size) {
    return Mailbox.named(address)
        .capacity(Capacity.bounded(Integer.parseInt(capacity)))
        .messageSize(Long.parseLong(size))
        .create();
  }

  /// Lists one queue that is open and one that is not.
  private static String list(String address) {
    String open = address + "-open";
    create(address, "1", "8").close();
    try (Mailbox box = create(open, "1", "8")) {
      List<String> all =
          Mailbox.list().stream()
              .filter(status -> status.condition() == MailboxStatus.Condition.LIVE)
              .map(status -> status.address().toString())
              .filter(listed -> listed.startsWith(address))
              .toList();
      return all + " " + QueueLimits.whyListIsIncomplete().orElse("complete");
    } finally {
      Mailbox.delete(address);
      Mailbox.delete(open);
    }
  }
}
