// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dure.DureException;
import dure.Mailbox;
import dure.Message;
import dure.Receipt;
import dure.Sending;
import dure.Until;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The verbs of a sender.
final class SenderRole {
  private final Map<String, CompletableFuture<Receipt>> underWay = new ConcurrentHashMap<>();

  /// Does what it is told; null if that is none of its verbs.
  @Nullable String play(Mailbox box, Command command) throws InterruptedException {
    return switch (command.verb()) {
      case "send" -> send(box, text(command, 1), command.within());
      case "trySend" -> "" + box.trySend(text(command, 1));
      case "transfer" -> transfer(box, text(command, 1), command.within());
      case "tryTransfer" -> "" + box.tryTransfer(text(command, 1).getBytes(UTF_8));
      case "post" -> receipt(box.send(text(command, 1), how(command)));
      case "scribble" -> scribble(box, text(command, 1));
      case "async" -> async(box, command);
      case "isSettled" -> "" + sent(command).isDone();
      case "outcome" -> outcome(sent(command));
      case "stream" -> stream(box, command);
      case "fill" -> fill(box, command);
      case "haggle" -> haggle(box, command);
      case "insist" -> insist(box, command);
      case "untaken" -> box.untaken().stream().map(Message::text).collect(Collectors.joining(" "));
      default -> null;
    };
  }

  /// A message's text, filled up to the size wished for.
  private static String text(Command command, int word) {
    return filled(command.word(word), command);
  }

  private static String filled(String text, Command command) {
    return text + ".".repeat(Math.max(0, command.number("pad", 0) - text.length()));
  }

  private static Sending how(Command command) {
    return new Sending(
        Until.valueOf(command.named("until", "ACCEPTED")),
        command.number("priority", 0),
        command.number("number", 0),
        command.within());
  }

  private static String send(Mailbox box, String text, @Nullable Duration within)
      throws InterruptedException {
    if (within != null) {
      return "" + box.send(text, within);
    }
    box.send(text);
    return "true";
  }

  private static String transfer(Mailbox box, String text, @Nullable Duration within)
      throws InterruptedException {
    if (within != null) {
      return "" + box.transfer(text.getBytes(UTF_8), within);
    }
    box.transfer(text.getBytes(UTF_8));
    return "true";
  }

  private static String receipt(Receipt receipt) {
    return receipt.outcome() + " " + receipt.receiver().orElse(-1);
  }

  /// Writes over the array that it has sent.
  private static String scribble(Mailbox box, String text) throws InterruptedException {
    byte[] bytes = text.getBytes(UTF_8);
    box.send(bytes);
    Arrays.fill(bytes, (byte) '#');
    return "true";
  }

  private String async(Mailbox box, Command command) {
    byte[] bytes = text(command, 1).getBytes(UTF_8);
    underWay.put(command.word(1), box.sendAsync(bytes, how(command)));
    return "true";
  }

  private CompletableFuture<Receipt> sent(Command command) {
    return Objects.requireNonNull(underWay.get(command.word(1)));
  }

  private static String outcome(CompletableFuture<Receipt> sent) throws InterruptedException {
    try {
      return receipt(sent.get());
    } catch (ExecutionException failed) {
      return String.valueOf(failed.getCause());
    }
  }

  /// Sends so many messages, and tells of each before and after.
  private static String stream(Mailbox box, Command command) throws InterruptedException {
    int count = command.count(2);
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      String text = command.word(1) + i;
      if (box.send(filled(text, command), how(command)).reached(Until.ACCEPTED)
          && !command.named().containsKey("quiet")) {
        RoleProcess.tell("sent", began, text);
      }
      Thread.sleep(command.number("pause", 0));
    }
    return "" + count;
  }

  /// Sends until it cannot: how many were accepted, and why no more.
  private static String fill(Mailbox box, Command command) throws InterruptedException {
    for (int i = 0; ; i++) {
      try {
        if (!box.send(filled(command.word(1) + i, command), Duration.ZERO)) {
          return i + " full";
        }
      } catch (DureException refused) {
        return i + " " + refused.getClass().getSimpleName() + ": " + refused.getMessage();
      }
    }
  }

  /// Transfers messages in too little time, or interrupted at any moment, and tells which were
  /// received.
  private static String haggle(Mailbox box, Command command) throws InterruptedException {
    int handedOver = 0;
    for (int i = 0; i < command.count(2); i++) {
      long began = System.nanoTime();
      String text = command.word(1) + i;
      if (isHandedOver(box, text, soon(command), command.named().containsKey("interrupted"))) {
        RoleProcess.tell("sent", began, text);
        handedOver++;
      }
    }
    return "" + handedOver;
  }

  /// Any time up to so many milliseconds.
  private static Duration soon(Command command) {
    long longest = Duration.ofMillis(command.number("longest", 2)).toNanos();
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest));
  }

  private static boolean isHandedOver(Mailbox box, String text, Duration soon, boolean interrupted)
      throws InterruptedException {
    if (!interrupted) {
      return box.transfer(text.getBytes(UTF_8), soon);
    }
    Thread sender = Thread.currentThread();
    Thread interrupter =
        Thread.ofPlatform()
            .start(() -> {
              try {
                Thread.sleep(soon);
              } catch (InterruptedException nobodyDoes) {
                // and then it is sooner
              }
              sender.interrupt();
            });
    try {
      return box.send(text, Sending.until(Until.RECEIVED)).reached(Until.RECEIVED);
    } catch (InterruptedException takenBack) {
      return false;
    } finally {
      awaitEnd(interrupter);
      Thread.interrupted(); // the next message is another matter
    }
  }

  private static void awaitEnd(Thread thread) {
    while (thread.isAlive()) {
      Thread.onSpinWait();
    }
  }

  /// The recipe for a sender that must not lose a message: each has a number and is sent again,
  /// with the same number, until a receiver has said that it is done with it.
  private static String insist(Mailbox box, Command command) throws InterruptedException {
    int tries = 0;
    for (int number = command.count(2); number <= command.count(3); number++) {
      Sending how = Sending.until(Until.ACKNOWLEDGED).number(number).within(Duration.ofMillis(20));
      long began = System.nanoTime();
      do {
        tries++;
      } while (!box.send(command.word(1) + number, how).reached(Until.ACKNOWLEDGED));
      RoleProcess.tell("sent", began, "" + number);
    }
    return "" + tries;
  }
}
