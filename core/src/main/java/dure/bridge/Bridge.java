// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import dure.ConnectionLostException;
import dure.CutMessageException;
import dure.Delivery;
import dure.DureException;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.Message;
import dure.MessageTooLargeException;
import dure.OwnerGoneException;
import dure.stream.IncomingMessage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries messages from one mailbox to another, of any transport each, so that a program need not
/// know where its messages end.
///
/// ```java
/// try (Bridge bridge = Bridge.between("orders", "tcp://far.example:7000")) {
///   bridge.carry();
/// }
/// ```
///
/// A bridge takes a message as a delivery, sends it, and acknowledges it when the other mailbox has
/// accepted it. So a bridge that is killed loses nothing: the next one gets the message again, and
/// the other mailbox may then have it twice. A broker knows it again and takes it once, if the
/// first mailbox is in shared memory. Where that mailbox is of [dure.Order#NUMBER] and the first
/// one is not, a message's number tells: it is its place in the first mailbox, counted from
/// 1. Priorities and numbers are kept where both mailboxes have such an order.
///
/// Messages keep their order, unless several bridges join the same mailboxes, which they may: each
/// message then goes over one of them. A full mailbox holds the bridge up, and so in the end the
/// senders. A mailbox that is not there, or is lost, is opened again and again; one that is deleted
/// ends the bridge.
///
/// One thread carries at a time; [#status] and [#close] are for all threads.
public final class Bridge implements AutoCloseable {
  private final Route route;
  private final BridgeLog log;

  /// Accepted by the other mailbox, while the first one could not be told.
  private @Nullable Message unacknowledged;

  // Guarded by this.
  private @Nullable Thread carrier;
  private boolean closed;

  private Bridge(Route route) {
    this.route = route;
    this.log = new BridgeLog(route);
  }

  /// A bridge that has not begun.
  ///
  /// @throws dure.InvalidNameException if an address can mean no mailbox
  /// @throws IllegalArgumentException if both are the same mailbox
  public static Bridge between(String from, String to) {
    return new Bridge(Route.of(from, to));
  }

  /// The routes of the bridges that run now, in this namespace.
  public static List<Route> running() {
    return BridgeRegistry.running();
  }

  /// Has a listener told of each trouble that a bridge meets and waits out, on the thread that
  /// carries.
  public Bridge onTrouble(Consumer<DureException> listener) {
    log.listener(listener);
    return this;
  }

  /// What the bridge has done so far.
  public BridgeStatus status() {
    return log.status();
  }

  /// Carries messages until the bridge is closed, which ends this call in good order.
  ///
  /// @throws InterruptedException if the thread is interrupted; a message in hand is given back
  /// @throws IllegalArgumentException if the bridge would close a circle with others
  /// @throws MailboxDeletedException if one of the mailboxes is deleted
  /// @throws MessageTooLargeException if the other mailbox cannot take a message, and the first one
  ///   has no dead letters for it; the message is given back
  public void carry() throws InterruptedException {
    run((from, to) -> {
      from.await();
      to.await();
      while (carryNext(from, to, true)) {}
    });
  }

  /// Carries the messages that are there now, and returns when there are no more.
  ///
  /// @throws dure.NoSuchMailboxException if one of the mailboxes is not there
  /// @throws InterruptedException as [#carry]; all else that it throws, too
  public void drain() throws InterruptedException {
    run((from, to) -> {
      from.require();
      to.require();
      while (carryNext(from, to, false)) {}
    });
  }

  /// What is done while the bridge stands.
  private interface Crossing {
    void between(Upstream from, Downstream to) throws InterruptedException;
  }

  private void run(Crossing crossing) throws InterruptedException {
    begin();
    try {
      Mailbox entry = BridgeRegistry.enter(route);
      try (Upstream from = new Upstream(route, log);
          Downstream to = new Downstream(route, from::settings, log)) {
        crossing.between(from, to);
      } finally {
        BridgeRegistry.leave(entry, route);
      }
    } catch (InterruptedException interrupted) {
      if (!isClosed()) {
        throw interrupted;
      }
    } finally {
      end();
    }
  }

  /// Carries one message; whether there was one.
  private boolean carryNext(Upstream from, Downstream to, boolean waiting)
      throws InterruptedException {
    try (Delivery delivery = from.next(waiting)) {
      if (delivery == null) {
        return false;
      }
      IncomingMessage announced = IncomingMessage.in(from.mailbox(), delivery.message());
      if (announced == null) {
        carry(delivery, from, to);
      } else {
        relay(delivery, announced, to);
      }
      return true;
    }
  }

  private void carry(Delivery delivery, Upstream from, Downstream to) throws InterruptedException {
    Message message = delivery.message();
    boolean isKnown = isUnacknowledged(message);
    try {
      if (!isKnown) {
        to.send(message, from.identity(message));
      }
    } catch (MessageTooLargeException | IllegalArgumentException refused) {
      if (from.settings().attempts() == 0) {
        throw refused;
      }
      return; // given back, until it goes to the dead letters
    }
    acknowledge(delivery, from);
    log.carried(message.redelivered() > 0 && !isKnown);
  }

  /// A message that cannot be acknowledged comes again, and is known then.
  private void acknowledge(Delivery delivery, Upstream from) {
    unacknowledged = null;
    try {
      delivery.acknowledge();
    } catch (ConnectionLostException | OwnerGoneException | MailboxClosedException lost) {
      unacknowledged = delivery.message();
      from.lose();
    }
  }

  private boolean isUnacknowledged(Message message) {
    Message before = unacknowledged;
    return before != null
        && message.redelivered() > 0
        && message.position() == before.position()
        && message.sender() == before.sender()
        && Arrays.equals(message.bytes(), before.bytes());
  }

  /// A long message is received at most once: its sender is told if it is cut, and sends it again.
  private void relay(Delivery delivery, IncomingMessage announced, Downstream to)
      throws InterruptedException {
    delivery.acknowledge();
    if (announced.wasGivenUp()) {
      return;
    }
    try (announced) {
      to.relay(announced);
      log.carried(false);
    } catch (CutMessageException | MessageTooLargeException cut) {
      log.trouble(cut);
    }
  }

  private synchronized void begin() {
    if (carrier != null || closed) {
      throw new IllegalStateException(
          "the bridge " + route + (closed ? " is closed" : " carries already, on another thread"));
    }
    carrier = Thread.currentThread();
    log.began();
  }

  private synchronized void end() {
    carrier = null;
    log.ended();
    if (closed) {
      boolean _ = Thread.interrupted(); // close() did that
    }
    notifyAll();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /// Ends the bridge, and waits until its thread has let go of the mailboxes. A message in hand is
  /// given back. Again does nothing.
  @Override
  public synchronized void close() {
    closed = true;
    boolean interrupted = false;
    while (carrier != null && carrier != Thread.currentThread()) {
      carrier.interrupt();
      try {
        wait();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "bridge " + route;
  }
}
