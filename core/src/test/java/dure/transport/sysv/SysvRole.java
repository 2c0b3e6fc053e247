// SPDX-License-Identifier: Apache-2.0
package dure.transport.sysv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dure.Capacity;
import dure.Choice;
import dure.Mailbox;
import dure.Sending;
import dure.Waiting;
import dure.linux.SystemVQueues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/// What another process does at a queue: each thing it is told, and prints what came of it.
final class SysvRole {
  private SysvRole() {}

  public static void main(String[] arguments) throws Exception {
    Map<String, Callable<?>> deeds =
        switch (arguments[0]) {
          case "intrude" -> intrusion(arguments[1], arguments[2]);
          case "exceed" -> excess(arguments[1], arguments[2]);
          case "stream" -> stream(arguments[1], Integer.parseInt(arguments[2]));
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    for (Map.Entry<String, Callable<?>> deed : new java.util.TreeMap<>(deeds).entrySet()) {
      try {
        System.out.println(deed.getKey() + ": " + deed.getValue().call());
      } catch (RuntimeException failed) {
        System.out.println(deed.getKey() + ": " + failed);
      }
    }
  }

  /// Tries what only its owner may, and what its mode allows.
  private static Map<String, Callable<?>> intrusion(String box, String second) {
    return Map.of(
        "1 take part", () -> taken(box),
        "2 delete", () -> deleted(box),
        "3 status", () -> Mailbox.status(box).condition(),
        "4 listed",
            () ->
                Mailbox.list().stream()
                    .filter(status -> status.address().toString().equals(box))
                    .map(status -> status.condition().toString())
                    .toList(),
        "5 too much", () -> created(second, 1L << 30),
        "6 more than can be", () -> created(second, 1L << 40));
  }

  private static String taken(String box) throws InterruptedException {
    try (Mailbox mailbox = Mailbox.open(box)) {
      mailbox.send("in".getBytes(UTF_8), Sending.PLAIN.number(2));
      return mailbox.receive(Choice.number(2)).text();
    }
  }

  private static String deleted(String box) {
    Mailbox.delete(box);
    return "done";
  }

  private static String created(String box, long capacity) {
    try (Mailbox _ = Mailbox.named(box).capacity(Capacity.bytes(capacity)).create()) {
      Mailbox.delete(box);
      return "done";
    }
  }

  /// Meets the limits of an IPC namespace of its own.
  private static Map<String, Callable<?>> excess(String one, String two) {
    return Map.of(
        "1 lower", () -> set("msgmni", 1) && set("msgmnb", 1000) && set("msgmax", 100),
        "2 first", () -> Mailbox.create(one).settings().capacity(),
        "3 second", () -> Mailbox.create(two),
        "4 long message", () -> Mailbox.open(one).trySend(new byte[101]),
        "5 still there", () -> Mailbox.open(one).trySend(new byte[100]),
        "6 lowered meanwhile",
            () -> {
              try (Mailbox box = Mailbox.open(one)) {
                set("msgmax", 50);
                return box.trySend(new byte[60]);
              }
            },
        "7 longer than now", () -> Mailbox.open(one).tryReceive(),
        "8 raised again", () -> set("msgmax", 200) ? Mailbox.open(one).receive().size() : 0,
        "9 none left",
            () -> {
              Mailbox.delete(one);
              return Mailbox.list().stream()
                  .filter(status -> status.address().scheme().equals("sysv"))
                  .toList();
            });
  }

  private static boolean set(String limit, int value) throws IOException {
    Path file = Path.of("/proc/sys/kernel", limit);
    Files.writeString(file, "" + value);
    return SystemVQueues.limit(limit, 0) == value;
  }

  /// Sends so many numbers, and never waits for longer than a moment at a time.
  private static Map<String, Callable<?>> stream(String address, int count) {
    return Map.of(
        "sent",
        () -> {
          try (Mailbox box = Mailbox.named(address).waiting(Waiting.BLOCK).open()) {
            for (int i = 0; i < count; ) {
              Duration shortly = Duration.ofNanos(ThreadLocalRandom.current().nextLong(1, 100_000));
              if (box.send(ByteBuffer.allocate(4).putInt(i).array(), shortly)) {
                if (i % 1_000 == 0) {
                  System.out.println("on its way: " + i);
                }
                i++;
              }
            }
          }
          return count;
        });
  }
}
