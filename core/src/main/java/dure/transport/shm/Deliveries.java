// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.Delivery;
import dure.MailboxSettings;
import dure.Message;
import dure.gate.Deadline;
import dure.gate.Gate;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The deliveries one handle has in hand, no more of them at a time than the mailbox allows.
final class Deliveries {
  private final ReceivingSide side;
  private final Semaphore allowed;

  Deliveries(ReceivingSide side, MailboxSettings settings) {
    this.side = side;
    int most = settings.unacknowledged() == 0 ? Integer.MAX_VALUE : settings.unacknowledged();
    this.allowed = new Semaphore(most, true);
  }

  /// The next delivery, waiting for it: at most `within`, or as long as needed if that is null.
  @Nullable Delivery next(@Nullable Duration within) throws InterruptedException {
    long deadline = Deadline.after(within);
    if (!isAllowed(deadline)) {
      return null;
    }
    boolean delivered = false;
    try {
      long left = Deadline.remaining(deadline);
      Delivery next =
          inHand(side.take(true, 0, within == null ? null : Duration.ofNanos(Math.max(0, left))));
      delivered = next != null;
      return next;
    } finally {
      if (!delivered) {
        allowed.release();
      }
    }
  }

  /// Waits until one more is allowed, or the mailbox ends.
  private boolean isAllowed(long deadline) throws InterruptedException {
    long slice;
    do {
      slice = Math.min(Gate.SLICE_NANOS, Deadline.remaining(deadline));
      if (allowed.tryAcquire(slice, TimeUnit.NANOSECONDS)) {
        return true;
      }
      side.keepHouse();
    } while (slice == Gate.SLICE_NANOS);
    return false;
  }

  /// The next delivery if there is one now, else null.
  @Nullable Delivery tryNext() {
    if (!allowed.tryAcquire()) {
      return null;
    }
    boolean delivered = false;
    try {
      Delivery next = inHand(side.poll(true, 0));
      delivered = next != null;
      return next;
    } finally {
      if (!delivered) {
        allowed.release();
      }
    }
  }

  private @Nullable Delivery inHand(int take) {
    if (take == NOT_NOW) {
      return null;
    }
    boolean copied = false;
    try {
      Message message = side.copy(take);
      copied = true;
      side.engine.hold(take);
      return new DeliveryInHand(this, message, take);
    } finally {
      if (!copied) {
        side.finish(take, false);
      }
    }
  }

  /// A receiver has said what came of a delivery.
  void end(int take, boolean done) {
    try {
      side.requireOpen();
      side.engine.resume(take);
      side.finish(take, done);
    } finally {
      allowed.release();
    }
  }

  /// A delivery is nobody's any more.
  void forget() {
    allowed.release();
  }

  boolean areClosed() {
    return side.attachment.isClosed();
  }
}
