// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.Choice;
import dure.Delivery;
import dure.Mailbox;
import dure.Message;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The verbs of a receiver.
final class ReceiverRole {
  /// What it says of a message that did not come.
  static final String NOTHING = "nothing";

  private final Map<String, Delivery> inHand = new ConcurrentHashMap<>();

  /// Does what it is told.
  String play(Mailbox box, Command command) throws InterruptedException {
    Duration within = command.within();
    return switch (command.verb()) {
      case "receive" -> told(within == null ? box.receive() : box.receive(within));
      case "tryReceive" -> told(box.tryReceive());
      case "pick" -> told(pick(box, choice(command), within));
      case "tryPick" -> told(box.tryReceive(choice(command)));
      case "batch" -> batch(box, command);
      case "into" -> into(box);
      case "inPlace" -> inPlace(box, within);
      case "deliver" ->
          taken(within == null ? box.receiveDelivery() : box.receiveDelivery(within), command);
      case "tryDeliver" -> taken(box.tryReceiveDelivery(), command);
      case "acknowledge" -> {
        handed(command).acknowledge();
        yield "";
      }
      case "giveBack" -> {
        handed(command).giveBack();
        yield "";
      }
      case "gather" -> gather(box, command);
      case "labour" -> labour(box, command);
      default -> throw new IllegalArgumentException("no such verb: " + command);
    };
  }

  private static String told(@Nullable Message message) {
    return message == null ? NOTHING : RoleMessage.words(message);
  }

  private static Choice choice(Command command) {
    int number = command.count(1);
    return number > 0
        ? Choice.number(number)
        : number < 0 ? Choice.lowestUpTo(-number) : Choice.NEXT;
  }

  private static @Nullable Message pick(Mailbox box, Choice choice, @Nullable Duration within)
      throws InterruptedException {
    return within == null ? box.receive(choice) : box.receive(choice, within);
  }

  private static String batch(Mailbox box, Command command) throws InterruptedException {
    return box.receive(command.count(1), command.count(2), command.within()).stream()
        .map(Message::text)
        .collect(Collectors.joining(" "));
  }

  private static String into(Mailbox box) throws InterruptedException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(box.settings().messageSize());
      long bytes = box.receiveInto(buffer);
      return StandardCharsets.UTF_8.decode(buffer.asSlice(0, bytes).asByteBuffer()).toString();
    }
  }

  private static String inPlace(Mailbox box, @Nullable Duration within)
      throws InterruptedException {
    StringBuilder got = new StringBuilder();
    if (within == null) {
      box.receiveInPlace(message -> got.append(RoleMessage.words(message)));
      return got.toString();
    }
    return box.receiveInPlace(message -> got.append(RoleMessage.words(message)), within)
        ? got.toString()
        : NOTHING;
  }

  private String taken(@Nullable Delivery delivery, Command command) {
    if (delivery == null) {
      return NOTHING;
    }
    inHand.put(delivery.message().text(), delivery);
    String words = RoleMessage.words(delivery.message());
    if (command.named().containsKey("giveBack")) {
      delivery.giveBack();
    }
    return words;
  }

  private Delivery handed(Command command) {
    return Objects.requireNonNull(inHand.get(command.word(1)));
  }

  /// One message after another.
  private interface Receipts {
    void next() throws InterruptedException;
  }

  /// Receives so many messages, or until it is interrupted: how many.
  private static String untilInterrupted(Command command, Receipts receipts) {
    int most = command.number("most", Integer.MAX_VALUE);
    int count = 0;
    try {
      while (count < most) {
        receipts.next();
        count++;
        Thread.sleep(command.number("pause", 0));
      }
    } catch (InterruptedException enough) {
      // the test has all that it waits for
    }
    return "" + count;
  }

  /// Receives whatever comes, and tells of each message.
  private static String gather(Mailbox box, Command command) {
    return untilInterrupted(
        command,
        () -> {
          long began = System.nanoTime();
          RoleProcess.tell("got", began, RoleMessage.words(box.receive()));
        });
  }

  /// The same with acknowledgement. It tells of a message when it has it in hand, and again when it
  /// has acknowledged it.
  private static String labour(Mailbox box, Command command) {
    return untilInterrupted(
        command,
        () -> {
          long began = System.nanoTime();
          try (Delivery delivery = box.receiveDelivery()) {
            String words = RoleMessage.words(delivery.message());
            RoleProcess.tell("got", began, words);
            LockSupport.parkNanos(1_000_000L * command.number("work", 0)); // also when interrupted
            delivery.acknowledge();
            RoleProcess.tell("acknowledged", began, words);
          }
        });
  }
}
