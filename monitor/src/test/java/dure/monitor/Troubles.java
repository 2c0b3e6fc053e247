// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import dure.Address;
import dure.Capacity;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxObserver;
import dure.MailboxStatus.Counters;
import dure.Observers;
import dure.Receivers;
import dure.WhenFull;
import dure.codec.DeadLetter;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Brings about, with real processes, all that an observer is told of.
final class Troubles {
  static final Duration WAIT = Duration.ofMillis(200);

  private Troubles() {}

  static Counters counters(Mailbox box) {
    return Objects.requireNonNull(Objects.requireNonNull(box.status().details()).counters());
  }

  /// A receiver is killed with a message in hand, and the next one gives it back until it is dead.
  static Counters kill(String jobs, String failed) throws InterruptedException {
    CountDownLatch repaired = new CountDownLatch(1);
    MailboxObserver observer =
        new MailboxObserver() {
          @Override
          public void repaired(Address mailbox, String participant, int repairs) {
            repaired.countDown();
          }
        };
    try (Mailbox grave = Mailbox.create(failed);
        Observers.Registration _ = Observers.add(observer);
        Mailbox box = Mailbox.named(jobs).deadLetters(2, failed).create()) {
      box.send("job");
      try (Child receiver = Child.java(HoldingReceiver.class, jobs)) {
        receiver.await("holds job");
        receiver.kill();
      }
      try (Delivery again = Objects.requireNonNull(box.receiveDelivery(Child.PATIENCE))) {
        again.giveBack();
      }
      if (box.tryReceive() != null
          || !"job".equals(DeadLetter.of(grave.receive()).orElseThrow().body().text())) {
        throw new AssertionError("no dead letter");
      }
      await(repaired);
      return counters(box);
    } finally {
      Mailbox.delete(jobs);
      Mailbox.delete(failed);
    }
  }

  /// The observers that were there before have been told by then.
  private static void await(CountDownLatch told) throws InterruptedException {
    if (!told.await(Child.PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("the observer was not told");
    }
  }

  /// Two messages find no room, and three pass a listener by.
  static long drop(String narrow, String news) throws InterruptedException {
    try (Mailbox box =
            Mailbox.named(narrow)
                .capacity(Capacity.bounded(1))
                .whenFull(WhenFull.DROP_NEWEST)
                .create();
        Mailbox cast =
            Mailbox.named(news)
                .receivers(Receivers.ALL)
                .capacity(Capacity.bounded(2))
                .whenFull(WhenFull.DROP_OLDEST)
                .listening()
                .create()) {
      for (int i = 0; i < 3; i++) {
        boolean _ = box.trySend("m" + i);
      }
      for (int i = 0; i < 5; i++) {
        cast.send("n" + i);
      }
      if (cast.receive().missed() == 0) {
        throw new AssertionError("nothing was missed");
      }
      return counters(box).dropped() + counters(cast).dropped();
    } finally {
      Mailbox.delete(narrow);
      Mailbox.delete(news);
    }
  }

  /// No message comes in time.
  static void wait(String idle) throws InterruptedException {
    try (Mailbox box = Mailbox.create(idle)) {
      if (box.receive(WAIT) != null) {
        throw new AssertionError("a message from nowhere");
      }
    } finally {
      Mailbox.delete(idle);
    }
  }

  /// The owner of a mailbox behind a socket is killed: the address of the mailbox.
  static String disconnect() throws InterruptedException {
    String address = "unix:" + TestNamespace.sharedFile("far");
    CountDownLatch lost = new CountDownLatch(1);
    MailboxObserver observer =
        new MailboxObserver() {
          @Override
          public void connectionLost(Address mailbox, String why) {
            lost.countDown();
          }
        };
    try (Child owner = Child.java(RemoteOwner.class, address)) {
      owner.await("owns");
      try (Mailbox _ = Mailbox.open(address);
          Observers.Registration _ = Observers.add(observer)) {
        owner.kill();
        await(lost);
      }
    }
    return address;
  }
}
