// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Delivery;
import dure.Mailbox;
import dure.testkit.Eventually;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// What a process of its own does at a mailbox behind a socket, as its words say. The same program,
/// wherever the mailbox is.
final class GuestRole {
  private GuestRole() {}

  public static void main(String[] words) throws Exception {
    String address = words[1];
    try {
      switch (words[0]) {
        case "host" -> host(address);
        case "lend" -> lend(address);
        case "echo" -> echo(address);
        case "deliver" -> deliver(address);
        case "wait" -> await(address);
        case "stream" -> stream(address, Path.of(words[2]));
        default -> throw new IllegalArgumentException(words[0]);
      }
    } catch (RuntimeException refused) {
      System.out.println(refused);
    }
  }

  /// Holds a mailbox until its input ends, and answers what is sent there.
  private static void host(String address) throws Exception {
    try (Mailbox box = Mailbox.named(address).participant("host").create()) {
      System.out.println("listens " + box.address());
      while (System.in.read() >= 0) {
        // until the end
      }
    }
  }

  /// Holds a mailbox with a message, has a guest take that in hand, and waits for it to come back.
  private static void lend(String address) throws InterruptedException {
    try (Mailbox box = Mailbox.create(address)) {
      box.send("m");
      System.out.println("listens " + box.address());
      Eventually.holds(() -> box.browse(1).isEmpty());
      System.out.println("lent");
      try (Delivery again = box.receiveDelivery()) {
        System.out.println("back " + again.message().redelivered());
        again.acknowledge();
      }
    }
  }

  /// Sends and receives a hundred messages.
  private static void echo(String address) throws InterruptedException {
    try (Mailbox box = Mailbox.open(address)) {
      for (int i = 0; i < 100; i++) {
        box.send("m" + i);
        String got = box.receive().text();
        if (!got.equals("m" + i)) {
          throw new IllegalStateException("sent m" + i + ", got " + got);
        }
      }
      System.out.println("all 100 came back");
    }
  }

  /// Sends message after message, and notes behind each in a file how many there were.
  private static void stream(String address, Path counted) throws Exception {
    try (Mailbox box = Mailbox.open(address);
        FileChannel file =
            FileChannel.open(counted, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      System.out.println("streams");
      for (long sent = 0; ; ) {
        box.send("" + sent++);
        file.write(ByteBuffer.allocate(Long.BYTES).putLong(0, sent), 0);
      }
    }
  }

  /// Takes a message in hand and keeps it.
  private static void deliver(String address) throws InterruptedException {
    try (Mailbox box = Mailbox.open(address);
        Delivery delivery = box.receiveDelivery()) {
      System.out.println("got " + delivery.message().text());
      new CountDownLatch(1).await();
    }
  }

  /// Waits for a message that does not come.
  private static void await(String address) throws InterruptedException {
    try (Mailbox box = Mailbox.open(address)) {
      System.out.println("waits");
      System.out.println("got " + box.receive(Duration.ofMinutes(5)));
    }
  }
}
