// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Address;
import dure.DureException;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.Observers;
import dure.Owner;
import dure.OwnerGoneException;
import dure.transport.artemis.BrokerNotices.Watcher;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.jspecify.annotations.Nullable;

/// Whether a handle can still be used, and if not, why: its mailbox was deleted, its owner has
/// ended, the connection is lost, or this process has closed it.
final class HandleState implements Watcher {
  /// How long the broker's word on a queue that is gone may take.
  private static final long NOTICE_SECONDS = 2;

  private final Address address;
  private final String mailbox;
  private final BrokerQueues queues;
  private final StoredSettings stored;
  private final Runnable onEnd;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Supplier<DureException> why;

  /// @param address what errors call it
  /// @param onEnd wakes whatever waits
  HandleState(Address address, BrokerQueues queues, StoredSettings stored, Runnable onEnd) {
    this.address = address;
    this.mailbox = address.toString();
    this.queues = queues;
    this.stored = stored;
    this.onEnd = onEnd;
  }

  /// @throws DureException if the handle has ended
  void check() {
    Supplier<DureException> reason = why;
    if (reason != null) {
      throw reason.get();
    }
  }

  boolean isOver() {
    return why != null;
  }

  @Override
  public void told(String queue, boolean there) {
    if (there && queue.equals(queues.tombstone())) {
      deleted();
    } else if (!there && queue.equals(queues.messages())) {
      gone();
    }
  }

  private void deleted() {
    boolean _ =
        end(() ->
            new MailboxDeletedException(
                mailbox, "it was deleted; create it again, and open it again"));
  }

  /// Without a tombstone the queue went with its owner, or an administrator removed it.
  private void gone() {
    if (stored.settings().owner() == Owner.PROCESS) {
      boolean _ =
          end(() ->
              new OwnerGoneException(
                  mailbox,
                  "its owner '"
                      + stored.creator()
                      + "' (pid "
                      + stored.pid()
                      + ") has ended, and the mailbox with it; start the owner again"));
    } else {
      deleted();
    }
  }

  void lost(String words) {
    if (end(() -> BrokerErrors.lost(mailbox, words))) {
      Observers.connectionLost(address, words);
    }
  }

  void closed() {
    boolean _ =
        end(() -> new MailboxClosedException(mailbox, "this process has closed it; open it again"));
  }

  /// Whether it had not ended before.
  private boolean end(Supplier<DureException> reason) {
    boolean isFirst;
    synchronized (this) {
      isFirst = why == null;
      if (isFirst) {
        why = reason;
      }
    }
    ended.countDown();
    onEnd.run();
    return isFirst;
  }

  /// What a refusal of the broker means for a call of this handle.
  DureException of(ActiveMQException refusal) {
    if (refusal.getType() == ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST) {
      awaitNotice();
    }
    Supplier<DureException> reason = why;
    return reason == null ? BrokerErrors.of(mailbox, refusal) : reason.get();
  }

  private void awaitNotice() {
    try {
      if (!ended.await(NOTICE_SECONDS, TimeUnit.SECONDS)) {
        gone();
      }
    } catch (InterruptedException sooner) {
      Thread.currentThread().interrupt();
      gone();
    }
  }
}
