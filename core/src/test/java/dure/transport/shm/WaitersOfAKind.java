// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Choice;
import dure.Mailbox;
import dure.MailboxSet;
import dure.Sending;
import dure.Until;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/// A process in which many threads wait at a mailbox, all in one way, each for one thing. Each says
/// when it has it.
final class WaitersOfAKind {
  /// What the threads of a process wait for.
  enum Kind {
    /// The next message, of any kind.
    NEXT,
    /// The same, at the mailbox and another.
    SET,
    /// Each a message of its own number.
    NUMBER,
    /// The lowest number up to one that is greater than any.
    UP_TO,
    /// That a message of its own is received.
    RECEIPT,
    /// Room.
    ROOM
  }

  /// A thread that does nothing but wake every 50 ms.
  static final String TIMER = "timer";

  private WaitersOfAKind() {}

  /// @param arguments kind, `platform` or `virtual`, how many threads, the address of the mailbox,
  ///   and of another
  public static void main(String[] arguments) throws Exception {
    Kind kind = Kind.valueOf(arguments[0]);
    int threads = Integer.parseInt(arguments[2]);
    Mailbox box = Mailbox.open(arguments[3]);
    MailboxSet set = MailboxSet.of(box, Mailbox.open(arguments[4]));
    Thread.Builder builder =
        arguments[1].equals("platform")
            ? Thread.ofPlatform().daemon().stackSize(128 * 1024)
            : Thread.ofVirtual();
    if (kind == Kind.ROOM) {
      box.send("full");
    }
    Thread.ofPlatform().daemon().name(TIMER).start(WaitersOfAKind::tick);
    CountDownLatch started = new CountDownLatch(threads);
    for (int i = 1; i <= threads; i++) {
      int number = i;
      builder
          .name("waiter")
          .start(() -> {
            started.countDown();
            await(kind, box, set, number, threads);
          });
    }
    started.await();
    System.out.println("started");
    System.in.read();
  }

  private static void tick() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  private static void await(Kind kind, Mailbox box, MailboxSet set, int number, int threads) {
    try {
      switch (kind) {
        case NEXT -> box.receive();
        case SET -> set.receive();
        case NUMBER -> box.receive(Choice.number(number));
        case UP_TO -> box.receive(Choice.lowestUpTo(threads + number));
        case RECEIPT -> box.send("m" + number, Sending.until(Until.RECEIVED));
        case ROOM -> box.send("m" + number);
      }
      System.out.println("served " + number);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException ended) {
      System.out.println("ended " + ended.getClass().getSimpleName());
    }
  }
}
