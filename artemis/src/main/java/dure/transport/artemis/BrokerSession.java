// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Address;
import dure.MailboxDeletedException;
import dure.NoSuchMailboxException;
import dure.SystemFailureException;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.jspecify.annotations.Nullable;

/// Questions to the broker that each get an answer at once. For one thread at a time.
final class BrokerSession implements AutoCloseable {
  private static final String MANAGEMENT = "activemq.management";
  private static final long ANSWER_MILLIS = 10_000;
  private static final int WINDOW = 1 << 20;

  private final ClientSession session;
  private final String mailbox;

  /// A question, asked on a thread that no interrupt reaches.
  interface Question<T extends @Nullable Object> {
    T ask(ClientSession session) throws ActiveMQException, InterruptedException;
  }

  /// @param session of which each send and acknowledgement counts at once; closed with this
  /// @param address what errors speak of
  BrokerSession(ClientSession session, Address address) {
    this.session = session;
    this.mailbox = address.toString();
  }

  /// Opens one for a few questions.
  static BrokerSession open(BrokerConnection connection, Address address) {
    return open(connection, address, true);
  }

  /// Opens one whose sends count when they are committed.
  static BrokerSession transacted(BrokerConnection connection, Address address) {
    return open(connection, address, false);
  }

  private static BrokerSession open(BrokerConnection connection, Address address, boolean commits) {
    try {
      return new BrokerSession(connection.session(commits), address);
    } catch (ActiveMQException refused) {
      throw BrokerErrors.of(address.toString(), refused);
    }
  }

  /// Asks, and has the broker's refusals as ours.
  synchronized <T extends @Nullable Object> T ask(Question<T> question) {
    try {
      return new BrokerCall<T>(call -> question.ask(session)).run();
    } catch (ActiveMQException refused) {
      throw BrokerErrors.of(mailbox, refused);
    } catch (InterruptedException impossible) { // no question waits for a message
      throw new IllegalStateException(impossible);
    }
  }

  boolean exists(String queue) {
    return ask(session -> session.queueQuery(SimpleString.of(queue)).isExists());
  }

  /// How many messages a queue has, those in hand among them.
  ///
  /// @throws MailboxDeletedException if there is no such queue
  long count(String queue) {
    ClientSession.QueueQuery seen = ask(session -> session.queueQuery(SimpleString.of(queue)));
    if (!seen.isExists()) {
      throw new MailboxDeletedException(
          mailbox, "it was deleted at the broker; create it and open it again");
    }
    return seen.getMessageCount();
  }

  /// The names of the queues at an address.
  List<String> queuesAt(String address) {
    return ask(session ->
        session.addressQuery(SimpleString.of(address)).getQueueNames().stream()
            .map(SimpleString::toString)
            .toList());
  }

  /// Looks at messages and leaves them where they are.
  List<ClientMessage> browse(String queue, @Nullable String filter, int most) {
    return ask(session -> {
      List<ClientMessage> seen = new ArrayList<>();
      try (ClientConsumer browser = browser(session, queue, filter)) {
        for (ClientMessage next;
            seen.size() < most && (next = browser.receiveImmediate()) != null; ) {
          next.getDataBuffer();
          seen.add(next);
        }
      }
      return seen;
    });
  }

  /// A consumer that leaves messages where they are.
  ///
  /// @param filter which ones; null for all
  static ClientConsumer browser(ClientSession session, String queue, @Nullable String filter)
      throws ActiveMQException {
    SimpleString which = filter == null ? null : SimpleString.of(filter);
    return session.createConsumer(SimpleString.of(queue), which, 0, WINDOW, -1, true);
  }

  /// What a creator chose; null if there is no such mailbox, or it is not there yet.
  @Nullable StoredSettings settings(String name) {
    try {
      List<ClientMessage> seen = browse(BrokerQueues.settings(name), null, 1);
      return seen.isEmpty() ? null : StoredSettings.of(seen.getFirst());
    } catch (MailboxDeletedException none) {
      throw new NoSuchMailboxException(
          mailbox, "the broker has no mailbox of this name; create it, or correct the name");
    }
  }

  /// Removes a queue, consumers or not; whether there was a queue.
  boolean destroy(String queue) {
    try {
      ask(session -> {
        session.deleteQueue(queue);
        return queue;
      });
      return true;
    } catch (MailboxDeletedException none) {
      return false;
    } catch (SystemFailureException inUse) {
      return exists(queue) && isManaged(ResourceNames.BROKER, "destroyQueue", queue, true, true);
    }
  }

  private boolean isManaged(String resource, String operation, Object... arguments) {
    return manage(requests -> {
      ClientMessage answer =
          requests.answer(request ->
              ManagementHelper.putOperationInvocation(request, resource, operation, arguments));
      return ManagementHelper.hasOperationSucceeded(answer);
    });
  }

  /// Numbers that the broker knows of a queue, in the order of their names; 0 for what it does not
  /// say.
  long[] attributes(String queue, String... attributes) {
    return manage(requests -> {
      long[] numbers = new long[attributes.length];
      for (int i = 0; i < attributes.length; i++) {
        String attribute = attributes[i];
        ClientMessage answer =
            requests.answer(request ->
                ManagementHelper.putAttribute(request, ResourceNames.QUEUE + queue, attribute));
        numbers[i] = number(answer);
      }
      return numbers;
    });
  }

  private static long number(ClientMessage answer) throws Exception {
    return ManagementHelper.hasOperationSucceeded(answer)
            && ManagementHelper.getResult(answer) instanceof Number number
        ? number.longValue()
        : 0;
  }

  /// A question to the broker's management.
  private interface Request {
    void write(ClientMessage message) throws Exception;
  }

  /// The management's answers.
  private interface Requests {
    ClientMessage answer(Request request) throws Exception;
  }

  private interface Management<T> {
    T with(Requests requests) throws Exception;
  }

  private <T> T manage(Management<T> management) {
    return ask(session -> {
      try {
        ClientRequestor requestor = new ClientRequestor(session, MANAGEMENT);
        try {
          return management.with(request -> answer(session, requestor, request));
        } finally {
          requestor.close();
        }
      } catch (ActiveMQException refused) {
        throw refused;
      } catch (Exception other) {
        throw new IllegalStateException(other);
      }
    });
  }

  private static ClientMessage answer(
      ClientSession session, ClientRequestor requestor, Request request) throws Exception {
    ClientMessage message = session.createMessage(false);
    request.write(message);
    ClientMessage answer = requestor.request(message, ANSWER_MILLIS);
    if (answer == null) {
      throw new ActiveMQException("the broker's management does not answer");
    }
    return answer;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (ActiveMQException alreadyLost) {
      // then there is nothing to close
    }
  }
}
