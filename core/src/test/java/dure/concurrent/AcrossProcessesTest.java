// SPDX-License-Identifier: Apache-2.0
package dure.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxDeletedException;
import dure.NoSuchMailboxException;
import dure.Receivers;
import dure.TypedMailbox;
import dure.WhenFull;
import dure.codec.Codecs;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.OtherUser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Queues, publishers and subscribers whose two sides are in different processes, one of which is
/// killed.
class AcrossProcessesTest extends QueuesOfTests {
  private static final int ELEMENTS = 2_000;

  private final String name = name();

  @AfterEach
  void delete() {
    try {
      Mailbox.delete(name);
    } catch (NoSuchMailboxException deletedByItsSender) {
      // as it should be
    }
  }

  private static BlockingQueue<Integer> over(TypedMailbox<Integer> box) {
    return new MailboxQueue<>(box);
  }

  /// Puts numbers from one on.
  static final class ProducerRole {
    public static void main(String[] arguments) throws Exception {
      int from = Integer.parseInt(arguments[1]);
      try (TypedMailbox<Integer> box = Mailbox.open(arguments[0]).typed(Codecs.INTEGER)) {
        BlockingQueue<Integer> queue = over(box);
        for (int i = from; i < from + ELEMENTS; i++) {
          queue.put(i);
        }
      }
    }
  }

  /// Takes until the mailbox is deleted.
  static final class ConsumerRole {
    public static void main(String[] arguments) throws Exception {
      try (TypedMailbox<Integer> box = Mailbox.open(arguments[0]).typed(Codecs.INTEGER)) {
        BlockingQueue<Integer> queue = over(box);
        while (true) {
          System.out.println("had " + queue.take());
        }
      } catch (MailboxDeletedException end) {
        System.out.println("end");
      }
    }
  }

  @Test
  void what_one_process_puts_another_takes_once_also_when_a_third_is_killed() throws Exception {
    List<String> had = new ArrayList<>();
    try (Mailbox box = Mailbox.named(name).capacity(Capacity.bounded(8)).create();
        Child doomed = Child.java(ConsumerRole.class, name);
        Child one = Child.java(ProducerRole.class, name, "0");
        Child two = Child.java(ProducerRole.class, name, "" + ELEMENTS)) {
      for (int i = 0; i < 50; i++) {
        had.add(doomed.await("had"));
      }
      kill(doomed);
      doomed.rest().forEach(line -> had.add(line.replace("had ", "")));
      try (Child heir = Child.java(ConsumerRole.class, name)) {
        one.awaitSuccess();
        two.awaitSuccess();
        awaitEmpty(box);
        Mailbox.delete(name);
        for (String line = heir.line(); !line.equals("end"); line = heir.line()) {
          had.add(line.replace("had ", ""));
        }
        heir.awaitSuccess();
      }
      assertThat(had).doesNotHaveDuplicates();
      // But for one that the killed process had taken and not told of.
      assertThat(had.size()).isBetween(2 * ELEMENTS - 1, 2 * ELEMENTS);
    }
  }

  /// So that what it has printed can still be read, which [Child#kill] does not care for.
  private static void kill(Child child) {
    child.signal("KILL");
    child.awaitEnd();
  }

  private static void awaitEmpty(Mailbox box) throws InterruptedException {
    Eventually.holds(() -> box.occupancy().depth() == 0);
  }

  /// Has a publisher's numbers sent, and ends the mailbox when all have arrived.
  static final class SenderRole {
    public static void main(String[] arguments) throws Exception {
      try (TypedMailbox<Integer> box = Mailbox.open(arguments[0]).typed(Codecs.INTEGER);
          MailboxSubscriber<Integer> subscriber = new MailboxSubscriber<>(box, 16)) {
        try (SubmissionPublisher<Integer> numbers = new SubmissionPublisher<>()) {
          numbers.subscribe(subscriber);
          for (int i = 0; i < ELEMENTS; i++) {
            numbers.submit(i);
          }
        }
        System.out.println("sent " + subscriber.done().get());
        awaitEmpty(box.mailbox());
        Mailbox.delete(arguments[0]);
      }
    }
  }

  /// Subscribes, and tells of all it gets.
  static final class ReaderRole {
    public static void main(String[] arguments) throws Exception {
      CountDownLatch end = new CountDownLatch(1);
      MailboxBuilder mailbox = Mailbox.named(arguments[0]);
      if (arguments.length > 1) {
        mailbox.readOnly();
      }
      try (TypedMailbox<Integer> box = mailbox.open().typed(Codecs.INTEGER)) {
        new MailboxPublisher<>(box).subscribe(new Teller(end));
        System.out.println("listens");
        end.await();
      }
    }

    private static final class Teller implements Flow.Subscriber<Integer> {
      private final CountDownLatch end;
      private Flow.Subscription subscription;

      Teller(CountDownLatch end) {
        this.end = end;
      }

      @Override
      public void onSubscribe(Flow.Subscription to) {
        subscription = to;
        to.request(1);
      }

      @Override
      public void onNext(Integer element) {
        System.out.println("had " + element);
        subscription.request(1);
      }

      @Override
      public void onError(Throwable failure) {
        System.out.println("failed " + failure);
        end.countDown();
      }

      @Override
      public void onComplete() {
        System.out.println("end");
        end.countDown();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Receivers.class,
      names = {"PAIR", "ONE", "ANY"})
  void a_subscriber_gets_what_a_killed_one_had_not_finished(Receivers receivers) throws Exception {
    List<Integer> had = new ArrayList<>();
    Mailbox.named(name).receivers(receivers).capacity(Capacity.bounded(8)).create().close();
    try (Child doomed = Child.java(ReaderRole.class, name)) {
      doomed.await("listens");
      try (Child sender = Child.java(SenderRole.class, name)) {
        for (int i = 0; i < 50; i++) {
          had.add(Integer.valueOf(doomed.await("had")));
        }
        kill(doomed);
        doomed.rest().forEach(line -> had.add(Integer.valueOf(line.replace("had ", ""))));
        try (Child heir = Child.java(ReaderRole.class, name)) {
          // It may tell of its first element before it tells that it listens.
          for (String line = heir.line(); !line.equals("end"); line = heir.line()) {
            if (!line.equals("listens")) {
              had.add(Integer.valueOf(line.replace("had ", "")));
            }
          }
          heir.awaitSuccess();
        }
        assertThat(sender.await("sent")).isEqualTo("" + ELEMENTS);
        sender.awaitSuccess();
      }
    }
    // In order, each at least once; twice only what the killed one told of and did not finish.
    assertThat(had).isSorted();
    assertThat(new HashSet<>(had)).hasSize(ELEMENTS);
    assertThat(had.size()).isBetween(ELEMENTS, ELEMENTS + 1);
  }

  @Test
  void where_all_receive_everything_subscribers_of_two_processes_do() throws Exception {
    Mailbox.named(name).receivers(Receivers.ALL).create().close();
    try (Child one = Child.java(ReaderRole.class, name);
        Child two = Child.java(ReaderRole.class, name)) {
      one.await("listens");
      two.await("listens");
      try (Child sender = Child.java(SenderRole.class, name)) {
        for (Child reader : List.of(one, two)) {
          for (int i = 0; i < ELEMENTS; i++) {
            assertThat(reader.await("had")).isEqualTo("" + i);
          }
          reader.await("end");
          reader.awaitSuccess();
        }
        sender.awaitSuccess();
      }
    }
  }

  @Test
  void another_user_who_may_only_read_subscribes(@TempDir Path directory) throws Exception {
    OtherUser other = OtherUser.isThere() ? new OtherUser(directory, ReaderRole.class) : null;
    try (TypedMailbox<Integer> box =
            Mailbox.named(name)
                .receivers(Receivers.ALL)
                .whenFull(WhenFull.DROP_OLDEST)
                .mode(0644)
                .create()
                .typed(Codecs.INTEGER);
        Child reader =
            other != null
                ? other.java(ReaderRole.class, name, "read-only")
                : Child.java(ReaderRole.class, name, "read-only")) {
      reader.await("listens");
      box.send(7);
      assertThat(reader.await("had")).isEqualTo("7");
      Mailbox.delete(name);
      reader.await("end");
      reader.awaitSuccess();
    }
  }
}
