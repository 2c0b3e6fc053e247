// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Address;
import dure.MailboxObserver.Awaited;
import dure.MailboxObserver.WaitUnderWay;
import dure.Observers;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/// Which threads wait at a mailbox: each has a queue without messages as long as it waits, whose
/// name tells. The broker removes the queues of a process that ends.
final class WaitRegistry {
  private static final String RECEIVING = "-r-";
  private static final String SENDING = "-s-";

  private final Address address;
  private final BrokerQueues queues;
  private final long participant;
  private final AtomicLong count = new AtomicLong();

  /// A wait.
  interface Wait<T extends @Nullable Object> {
    T done() throws ActiveMQException, InterruptedException;
  }

  WaitRegistry(Address address, BrokerQueues queues, long participant) {
    this.address = address;
    this.queues = queues;
    this.participant = participant;
  }

  /// Waits, and shows it meanwhile.
  <T extends @Nullable Object> T during(ClientSession session, boolean receiving, Wait<T> wait)
      throws ActiveMQException, InterruptedException {
    String mark =
        queues.waits()
            + "."
            + Long.toHexString(participant)
            + (receiving ? RECEIVING : SENDING)
            + count.incrementAndGet();
    BrokerQueues.createPassing(session, mark, queues.waits(), RoutingType.MULTICAST);
    WaitUnderWay told = Observers.waits(address, receiving ? Awaited.MESSAGE : Awaited.ROOM);
    try {
      return wait.done();
    } finally {
      Observers.ended(told);
      session.deleteQueue(mark);
    }
  }

  /// How many of these marks are of threads that wait for a message.
  static int receiving(List<String> marks) {
    return (int) marks.stream().filter(mark -> mark.contains(RECEIVING)).count();
  }

  /// How many are of a participant, of threads that wait for a message, or for room.
  static int of(long participant, boolean receiving, List<String> marks) {
    String part = "." + Long.toHexString(participant) + (receiving ? RECEIVING : SENDING);
    return (int) marks.stream().filter(mark -> mark.contains(part)).count();
  }
}
