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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The verbs of a receiver.
final class ReceivingPart {
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
      case "deliver" -> taken(within == null ? box.receiveDelivery() : box.receiveDelivery(within));
      case "tryDeliver" -> taken(box.tryReceiveDelivery());
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
    return message == null ? NOTHING : Got.words(message);
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
      box.receiveInPlace(message -> got.append(Got.words(message)));
      return got.toString();
    }
    return box.receiveInPlace(message -> got.append(Got.words(message)), within)
        ? got.toString()
        : NOTHING;
  }

  private String taken(@Nullable Delivery delivery) {
    if (delivery == null) {
      return NOTHING;
    }
    inHand.put(delivery.message().text(), delivery);
    return Got.words(delivery.message());
  }

  private Delivery handed(Command command) {
    return Objects.requireNonNull(inHand.get(command.word(1)));
  }

  /// Receives so many messages, or until none comes in time, and tells of each.
  private static String gather(Mailbox box, Command command) throws InterruptedException {
    int most = command.number("most", Integer.MAX_VALUE);
    Duration within = Objects.requireNonNullElse(command.within(), Duration.ofDays(1));
    for (int count = 0; ; count++) {
      long began = System.nanoTime();
      @Nullable Message message = count < most ? box.receive(within) : null;
      if (message == null) {
        return "" + count;
      }
      RoleProcess.tell("got", began, Got.words(message));
      Thread.sleep(command.number("pause", 0));
    }
  }

  /// The same with acknowledgement. It tells of a message when it has it in hand, and again when it
  /// has acknowledged it.
  private static String labour(Mailbox box, Command command) throws InterruptedException {
    Duration within = Objects.requireNonNullElse(command.within(), Duration.ofDays(1));
    for (int count = 0; ; count++) {
      long began = System.nanoTime();
      try (Delivery delivery = box.receiveDelivery(within)) {
        if (delivery == null) {
          return "" + count;
        }
        String words = Got.words(delivery.message());
        RoleProcess.tell("got", began, words);
        Thread.sleep(command.number("pause", 0));
        delivery.acknowledge();
        RoleProcess.tell("acknowledged", began, words);
      }
    }
  }
}
