// SPDX-License-Identifier: Apache-2.0
package dure.suites;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.NoSuchMailboxException;
import dure.Receivers;
import dure.TypedMailbox;
import dure.codec.Codecs;
import dure.concurrent.MailboxPublisher;
import dure.concurrent.MailboxSubscriber;
import dure.testkit.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterMethod;

/// The Reactive Streams TCK on our publisher and subscriber.
class FlowTest {
  /// That all subscribers get the same, which is another kind of mailbox, see the next.
  private static final String MULTICAST = "optional_spec111_multicast";

  /// That the stream of one ends while others have not had all of it: a mailbox ends for all at
  /// once. The suite waits for that in vain, and lets it pass.
  private static final String ENDS_FOR_ONE =
      "optional_spec111_multicast_mustProduceTheSameElements"
          + "InTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne";

  private static final String NOTHING = "nothing";
  private static final long LONGEST_MILLIS = Child.PATIENCE.toMillis();

  /// How long the suite sleeps, always, before it looks whether a collection found an object.
  private static final long COLLECTION_MILLIS = 3_000;

  @TestFactory
  Stream<DynamicTest> a_publisher_whose_messages_go_to_one() {
    return TestNg.tests(Publishers.class, () -> new Publishers(Receivers.ANY), MULTICAST);
  }

  @TestFactory
  Stream<DynamicTest> a_publisher_whose_messages_go_to_all() {
    return TestNg.tests(Publishers.class, () -> new Publishers(Receivers.ALL), ENDS_FOR_ONE);
  }

  @TestFactory
  Stream<DynamicTest> a_subscriber() {
    return TestNg.tests(Subscribers.class, Subscribers::new, NOTHING);
  }

  /// What must happen may take long on a busy machine; what must not has a moment in which to.
  private static TestEnvironment environment() {
    return new TestEnvironment(LONGEST_MILLIS, 50, 20);
  }

  /// The mailboxes of one test.
  static final class Boxes {
    private final List<TypedMailbox<Integer>> open = new ArrayList<>();

    synchronized TypedMailbox<Integer> open(Receivers receivers, int capacity) {
      TypedMailbox<Integer> box =
          Mailbox.named(Names.next())
              .receivers(receivers)
              .capacity(Capacity.bounded(capacity))
              .create()
              .typed(Codecs.INTEGER);
      open.add(box);
      return box;
    }

    synchronized void close() {
      for (TypedMailbox<Integer> box : open) {
        try {
          Mailbox.delete(box.mailbox().address().toString());
        } catch (NoSuchMailboxException deletedByItsSender) {
          // as it should be
        }
        box.close();
      }
    }
  }

  /// What the TCK asks of a publisher.
  public static final class Publishers extends FlowPublisherVerification<Integer> {
    private final Boxes boxes = new Boxes();
    private final Receivers receivers;

    Publishers(Receivers receivers) {
      super(environment(), COLLECTION_MILLIS);
      this.receivers = receivers;
    }

    /// One whose mailbox gets so many numbers from the first request on, when all have subscribed
    /// who will, and is deleted when all have been received.
    @Override
    public Flow.Publisher<Integer> createFlowPublisher(long elements) {
      TypedMailbox<Integer> box = boxes.open(receivers, 16);
      MailboxPublisher<Integer> publisher = new MailboxPublisher<>(box);
      AtomicBoolean fed = new AtomicBoolean();
      Runnable feeding =
          () -> {
            if (fed.compareAndSet(false, true)) {
              Thread.ofVirtual().start(() -> feed(box, elements));
            }
          };
      return subscriber -> {
        publisher.subscribe(subscriber == null ? null : new AtFirstRequest(subscriber, feeding));
        if (elements == 0) {
          feeding.run();
        }
      };
    }

    private static void feed(TypedMailbox<Integer> box, long elements) {
      try {
        for (long i = 0; i < elements; i++) {
          box.send((int) i);
        }
        while (box.mailbox().occupancy().depth() > 0) {
          Thread.sleep(1);
        }
        Mailbox.delete(box.mailbox().address().toString());
      } catch (InterruptedException
          | NoSuchMailboxException
          | MailboxDeletedException
          | MailboxClosedException testIsOver) {
        // nobody wants more
      }
    }

    @Override
    public Flow.Publisher<Integer> createFailedFlowPublisher() {
      TypedMailbox<Integer> box = boxes.open(receivers, 16);
      if (receivers == Receivers.ALL) {
        Mailbox.delete(box.mailbox().address().toString()); // else each subscriber opens it anew
      }
      box.close();
      return new MailboxPublisher<>(box);
    }

    @AfterMethod
    public void close() {
      boxes.close();
    }
  }

  /// A subscriber whose first request has something done.
  private record AtFirstRequest(Flow.Subscriber<? super Integer> subscriber, Runnable what)
      implements Flow.Subscriber<Integer> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long more) {
              subscription.request(more);
              what.run();
            }

            @Override
            public void cancel() {
              subscription.cancel();
            }
          });
    }

    @Override
    public void onNext(Integer element) {
      subscriber.onNext(element);
    }

    @Override
    public void onError(Throwable failure) {
      subscriber.onError(failure);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
    }
  }

  /// What the TCK asks of a subscriber.
  public static final class Subscribers extends FlowSubscriberBlackboxVerification<Integer> {
    private final Boxes boxes = new Boxes();

    Subscribers() {
      super(environment());
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber() {
      return new MailboxSubscriber<>(boxes.open(Receivers.ANY, 1_000));
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }

    @AfterMethod
    public void close() {
      boxes.close();
    }
  }
}
