// SPDX-License-Identifier: Apache-2.0
package dure.suites;

import com.google.common.collect.testing.QueueTestSuiteBuilder;
import com.google.common.collect.testing.TestStringQueueGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import com.google.common.collect.testing.testers.CollectionAddAllTester;
import com.google.common.collect.testing.testers.CollectionAddTester;
import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.codec.Codecs;
import dure.concurrent.MailboxQueue;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// What Guava asks of every queue and collection, asked of mailboxes of every kind.
class GuavaQueueTest {
  private static final Feature<?>[] ALL_THAT_A_QUEUE_CAN = {
    CollectionFeature.GENERAL_PURPOSE,
    CollectionFeature.ALLOWS_NULL_QUERIES,
    CollectionFeature.KNOWN_ORDER,
    CollectionSize.ANY
  };

  /// Of a queue that never has anything in it, and takes nothing without somebody who waits.
  private static final Feature<?>[] ALL_THAT_A_RENDEZVOUS_CAN = {
    CollectionFeature.SUPPORTS_REMOVE,
    CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
    CollectionFeature.ALLOWS_NULL_QUERIES,
    CollectionFeature.KNOWN_ORDER,
    CollectionSize.ZERO
  };

  /// Asked only of a collection that nothing can be added to. A rendezvous is one that is always
  /// full, and says so, as the contract of queues has it; `MailboxQueueTest` looks at that.
  private static final List<Method> WHO_CANNOT_ADD_SAYS_THAT_IT_IS_UNSUPPORTED =
      List.of(
          method(CollectionAddTester.class, "testAdd_unsupportedNotPresent"),
          method(CollectionAddAllTester.class, "testAddAll_unsupportedNonePresent"));

  private static Method method(Class<?> tester, String name) {
    try {
      return tester.getMethod(name);
    } catch (NoSuchMethodException renamed) {
      throw new IllegalStateException(renamed);
    }
  }

  private final List<Mailbox> open = new ArrayList<>();

  @TestFactory
  DynamicNode bounded() {
    return suite("bounded", ALL_THAT_A_QUEUE_CAN, box().capacity(Capacity.bounded(20)));
  }

  @TestFactory
  DynamicNode unbounded() {
    return suite("unbounded", ALL_THAT_A_QUEUE_CAN, box().capacity(Capacity.unbounded()));
  }

  @TestFactory
  DynamicNode of_a_pair() {
    return suite("pair", ALL_THAT_A_QUEUE_CAN, box().receivers(Receivers.PAIR));
  }

  @TestFactory
  DynamicNode by_number() {
    return suite("by number", ALL_THAT_A_QUEUE_CAN, box().order(Order.NUMBER));
  }

  @TestFactory
  DynamicNode rendezvous() {
    return suite("rendezvous", ALL_THAT_A_RENDEZVOUS_CAN, box().capacity(Capacity.zero()));
  }

  private static MailboxBuilder box() {
    return Mailbox.named(Names.next()).owner(Owner.PROCESS).messageSize(64);
  }

  private DynamicNode suite(String name, Feature<?>[] features, MailboxBuilder box) {
    return JUnit3.node(
        QueueTestSuiteBuilder.using(
                new TestStringQueueGenerator() {
                  @Override
                  protected Queue<String> create(String[] elements) {
                    return queue(box, elements);
                  }
                })
            .named(name)
            .withFeatures(features)
            .withTearDown(this::closeAll)
            .suppressing(WHO_CANNOT_ADD_SAYS_THAT_IT_IS_UNSUPPORTED.toArray(Method[]::new))
            .createTestSuite());
  }

  private Queue<String> queue(MailboxBuilder box, String[] elements) {
    closeAll();
    Mailbox mailbox = box.create();
    open.add(mailbox);
    Queue<String> queue = new MailboxQueue<>(mailbox.typed(Codecs.TEXT));
    queue.addAll(List.of(elements));
    return queue;
  }

  private void closeAll() {
    open.forEach(Mailbox::close);
    open.clear();
  }
}
