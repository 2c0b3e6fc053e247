// SPDX-License-Identifier: Apache-2.0
package dure.concurrent;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dure.Capacity;
import dure.CodecException;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.Receivers;
import dure.TypedMailbox;
import dure.codec.Codecs;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What the rules of reactive streams leave open: what a mailbox keeps, and how it ends.
class FlowTest extends QueuesOfTests {
  private static TypedMailbox<Integer> numbers(Mailbox box) {
    return box.typed(Codecs.INTEGER);
  }

  /// A subscriber that only notes what it is told.
  private static class Notes implements Flow.Subscriber<Integer> {
    final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    volatile Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription to) {
      subscription = to;
    }

    @Override
    public void onNext(Integer element) {
      told.add(element);
    }

    @Override
    public void onError(Throwable failure) {
      told.add(failure);
    }

    @Override
    public void onComplete() {
      told.add("complete");
    }

    Object next() throws InterruptedException {
      return Objects.requireNonNull(told.poll(Child.PATIENCE.toSeconds(), SECONDS), "told nothing");
    }
  }

  private static Notes subscribed(TypedMailbox<Integer> box, Notes notes) {
    new MailboxPublisher<>(box).subscribe(notes);
    return notes;
  }

  private static void awaitDepth(Mailbox box, long depth) throws InterruptedException {
    Eventually.holds(() -> box.occupancy().depth() == depth);
  }

  @Test
  void what_was_not_requested_stays() throws Exception {
    for (Receivers receivers : List.of(Receivers.PAIR, Receivers.ANY)) {
      try (Mailbox box = box().receivers(receivers).create()) {
        TypedMailbox<Integer> numbers = numbers(box);
        for (int i = 0; i < 5; i++) {
          numbers.send(i);
        }
        Notes notes = subscribed(numbers, new Notes());
        notes.subscription.request(2);
        assertThat(notes.next()).isEqualTo(0);
        assertThat(notes.next()).isEqualTo(1);
        awaitDepth(box, 3);
        notes.subscription.cancel();
        notes.subscription.request(2);
        assertThat(numbers.receive()).isEqualTo(2);
        assertThat(notes.told).isEmpty();
      }
    }
  }

  @Test
  void who_cancels_while_it_waits_takes_nothing_more() throws Exception {
    try (Mailbox box = box().create()) {
      Notes notes = subscribed(numbers(box), new Notes());
      notes.subscription.request(9);
      Eventually.holds(() -> box.occupancy().waitingReceivers() > 0);
      notes.subscription.cancel();
      Eventually.holds(() -> box.occupancy().waitingReceivers() == 0);
      assertThat(box.trySend("for another")).isTrue();
      assertThat(box.tryReceive()).isNotNull();
      assertThat(notes.told).isEmpty();
    }
  }

  @Test
  void a_message_is_kept_until_the_subscriber_is_done_with_it() throws Exception {
    try (Mailbox box = box().create()) {
      numbers(box).send(7);
      AtomicLong depth = new AtomicLong();
      Notes fails =
          new Notes() {
            @Override
            public void onNext(Integer element) {
              depth.set(box.occupancy().depth());
              Thread.currentThread().setUncaughtExceptionHandler((t, e) -> told.add(e));
              throw new IllegalStateException("a subscriber that fails");
            }
          };
      subscribed(numbers(box), fails).subscription.request(1);
      assertThat((Exception) fails.next()).hasRootCauseMessage("a subscriber that fails");
      assertThat(depth).hasValue(1);
      assertThat(box.receive().redelivered()).isOne();
      assertThat(fails.told).isEmpty();
    }
  }

  @Test
  void a_message_that_cannot_be_decoded_ends_the_subscription_and_stays() throws Exception {
    try (Mailbox box = box().create()) {
      box.send("no number");
      Notes notes = subscribed(numbers(box), new Notes());
      notes.subscription.request(1);
      assertThat(notes.next()).isInstanceOf(CodecException.class);
      assertThat(box.receive().text()).isEqualTo("no number");
    }
  }

  @Test
  void deletion_completes_and_closing_fails() throws Exception {
    String name = name();
    try (Mailbox box = Mailbox.create(name)) {
      Notes waits = subscribed(numbers(box), new Notes());
      waits.subscription.request(1);
      Notes requestsNothing = subscribed(numbers(box), new Notes());
      Mailbox.delete(name);
      assertThat(waits.next()).isEqualTo("complete");
      assertThat(requestsNothing.next()).isEqualTo("complete");
    }
    Mailbox box = box().create();
    Notes notes = subscribed(numbers(box), new Notes());
    notes.subscription.request(1);
    box.close();
    assertThat(notes.next()).isInstanceOf(MailboxClosedException.class);
  }

  @Test
  void a_subscriber_to_what_is_gone_is_told() throws Exception {
    String name = name();
    try (Mailbox box = Mailbox.named(name).receivers(Receivers.ALL).create()) {
      Mailbox.delete(name);
      assertThat(subscribed(numbers(box), new Notes()).next()).isEqualTo("complete");
      try (Mailbox strangers = Mailbox.named(name).receivers(Receivers.ALL).create()) {
        assertThat(subscribed(numbers(box), new Notes()).next()).isEqualTo("complete");
        assertThat(strangers.occupancy().waitingReceivers()).isZero();
        Mailbox.delete(name);
      }
    }
  }

  /// A publisher by hand: counts what is requested.
  private static final class Requests implements Flow.Subscription {
    final AtomicLong requested = new AtomicLong();
    volatile boolean cancelled;

    @Override
    public void request(long more) {
      requested.addAndGet(more);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  @Test
  void a_full_mailbox_holds_the_publisher_back() throws Exception {
    try (Mailbox box = box().capacity(Capacity.bounded(2)).create();
        MailboxSubscriber<Integer> subscriber = new MailboxSubscriber<>(numbers(box), 4)) {
      Requests requests = new Requests();
      subscriber.onSubscribe(requests);
      for (int sent = 0; sent < requests.requested.get(); sent++) {
        subscriber.onNext(sent);
        if (sent == 1) {
          awaitDepth(box, 2); // both are in the mailbox, and a half window is requested again
          Eventually.holds(() -> requests.requested.get() >= 6);
        }
      }
      assertThat(requests.requested).hasValue(6);
      subscriber.onComplete();
      for (int i = 0; i < 6; i++) {
        assertThat(numbers(box).receive()).isEqualTo(i);
      }
      assertThat(Eventually.result(subscriber.done())).isEqualTo(6);
      assertThat(requests.cancelled).isFalse();
    }
  }

  @Test
  void what_came_before_an_error_is_sent() throws Exception {
    try (Mailbox box = box().create();
        MailboxSubscriber<Integer> subscriber = new MailboxSubscriber<>(numbers(box))) {
      subscriber.onSubscribe(new Requests());
      subscriber.onNext(1);
      subscriber.onError(new IllegalStateException("the publisher failed"));
      assertThat(subscriber.done())
          .failsWithin(Child.PATIENCE)
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining("the publisher failed");
      assertThat(numbers(box).tryReceive()).isEqualTo(1);
    }
  }

  @Test
  void a_mailbox_that_ends_cancels_the_subscription() throws Exception {
    String name = name();
    try (Mailbox box = Mailbox.create(name)) {
      MailboxSubscriber<Integer> subscriber = new MailboxSubscriber<>(numbers(box));
      Requests requests = new Requests();
      subscriber.onSubscribe(requests);
      Mailbox.delete(name);
      subscriber.onNext(1);
      assertThat(subscriber.done())
          .failsWithin(Child.PATIENCE)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(MailboxDeletedException.class);
      Eventually.holds(() -> requests.cancelled);
    }
  }

  @Test
  void who_sends_more_than_was_requested_is_cancelled() {
    try (Mailbox box = box().capacity(Capacity.bounded(1)).create()) {
      MailboxSubscriber<Integer> subscriber = new MailboxSubscriber<>(numbers(box), 1);
      Requests requests = new Requests();
      subscriber.onSubscribe(requests);
      for (int i = 0; i < 10 && !requests.cancelled; i++) {
        subscriber.onNext(i);
      }
      assertThat(requests.cancelled).isTrue();
      assertThat(subscriber.done())
          .failsWithin(Child.PATIENCE)
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining("more than was requested");
    }
  }

  @Test
  void who_is_closed_sends_no_more() throws Exception {
    try (Mailbox box = box().capacity(Capacity.bounded(1)).create()) {
      MailboxSubscriber<Integer> subscriber = new MailboxSubscriber<>(numbers(box));
      Requests requests = new Requests();
      subscriber.onSubscribe(requests);
      subscriber.onNext(1);
      subscriber.onNext(2);
      awaitDepth(box, 1);
      subscriber.close();
      assertThat(requests.cancelled).isTrue();
      assertThat(subscriber.done())
          .failsWithin(Child.PATIENCE)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(CancellationException.class);
      assertThat(numbers(box).receive()).isEqualTo(1);
      assertThat(numbers(box).receive(Duration.ofMillis(50))).isNull();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new MailboxSubscriber<>(numbers(box), 0));
    }
  }
}
