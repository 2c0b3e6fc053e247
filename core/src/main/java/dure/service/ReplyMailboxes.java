// SPDX-License-Identifier: Apache-2.0
package dure.service;

import dure.Deadline;
import dure.DureException;
import dure.Mailbox;
import dure.MessageTooLargeException;
import dure.Occupancy;
import dure.Sending;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The reply mailboxes of a service's clients, each opened at the client's first request and closed
/// after the client has ended. For any number of threads.
final class ReplyMailboxes {
  private final Map<Long, Mailbox> open = new ConcurrentHashMap<>();

  /// Sends an answer, or a failure that says that the answer is too long.
  void answer(long client, long correlation, byte[] answer) {
    try {
      send(client, CallFrame.answer(correlation, answer));
    } catch (MessageTooLargeException tooLong) {
      fail(client, correlation, tooLong);
    }
  }

  /// Sends a failure.
  void fail(long client, long correlation, Throwable failure) {
    try {
      send(client, CallFrame.failure(correlation, failure));
    } catch (MessageTooLargeException notOfOurClients) {
      // a client's mailbox has room for a failure; this one's maker gets no reply
    }
  }

  /// Drops the reply if the client is gone, or has left so many replies unread that its mailbox is
  /// full: a client of ours leaves none.
  private void send(long client, CallFrame reply) {
    Mailbox to = mailbox(client);
    if (to == null) {
      return;
    }
    try {
      sendInTurn(to, reply);
    } catch (MessageTooLargeException tooLong) {
      throw tooLong;
    } catch (DureException clientIsGone) {
      forget(client, to);
    }
  }

  /// A link of two has one claim at a time, so the threads of a service take turns.
  private static void sendInTurn(Mailbox to, CallFrame reply) {
    synchronized (to) {
      try {
        int _ = to.channel().send(reply, CallFrame.PAYLOAD, Sending.PLAIN, Deadline.NOW);
      } catch (InterruptedException impossible) {
        throw new AssertionError(impossible); // it does not wait
      }
    }
  }

  private @Nullable Mailbox mailbox(long client) {
    Mailbox known = open.get(client);
    if (known != null) {
      return known;
    }
    forgetTheGone();
    try {
      return open.computeIfAbsent(client, key -> Mailbox.open(CallFrame.replyMailbox(key)));
    } catch (DureException clientIsGone) {
      return null;
    }
  }

  /// Done when a client comes, so that a service that has clients come and go keeps no more
  /// mailboxes open than it has clients.
  private void forgetTheGone() {
    open.forEach((client, mailbox) -> {
      try {
        Occupancy _ = mailbox.occupancy();
      } catch (DureException clientIsGone) {
        forget(client, mailbox);
      }
    });
  }

  private void forget(long client, Mailbox mailbox) {
    if (open.remove(client, mailbox)) {
      mailbox.close();
    }
  }

  void close() {
    open.forEach(this::forget);
  }
}
