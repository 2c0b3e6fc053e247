// SPDX-License-Identifier: Apache-2.0
package dure;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The deliveries one handle has in hand, no more of them at a time than the mailbox allows.
final class Deliveries {
  /// How often a receiver that has too many in hand looks whether the mailbox still is.
  private static final long SLICE_NANOS = 50_000_000L;

  private final Channel channel;
  private final Semaphore allowed;

  Deliveries(Channel channel) {
    this.channel = channel;
    int most = channel.settings().maxInFlight();
    this.allowed = new Semaphore(most == 0 ? Integer.MAX_VALUE : most, true);
  }

  /// The next delivery; null if none came in time.
  @Nullable Delivery next(long deadline) throws InterruptedException {
    if (!isAllowed(deadline)) {
      return null;
    }
    Channel.Unsettled taken = null;
    try {
      taken = channel.take(Channel.Use.DELIVERY, deadline);
      return taken == null ? null : new DeliveryInHand(taken, allowed);
    } finally {
      if (taken == null) {
        allowed.release();
      }
    }
  }

  /// Waits until one more is allowed, or the mailbox ends. No thread goes by the ones that wait.
  private boolean isAllowed(long deadline) throws InterruptedException {
    boolean isAllowed = !allowed.hasQueuedThreads() && allowed.tryAcquire();
    if (isAllowed || deadline == Deadline.NOW) {
      return isAllowed;
    }
    while (true) {
      long slice = Math.min(SLICE_NANOS, Deadline.remaining(deadline));
      if (allowed.tryAcquire(slice, TimeUnit.NANOSECONDS)) {
        return true;
      }
      channel.requireLive();
      if (Deadline.remaining(deadline) <= 0) {
        return false;
      }
    }
  }
}
