// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import dure.Address;
import dure.DureException;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.Observers;
import dure.OwnerGoneException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The status of a mailbox that this process has open, looked at once for all figures that are read
/// together.
final class LatestStatus {
  private static final long MOST_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Address address;

  // Guarded by this.
  private @Nullable MailboxStatus latest;
  private long lookedAt;

  LatestStatus(Address address) {
    this.address = address;
  }

  /// Looks, unless a look was made just now.
  synchronized MailboxStatus get() {
    MailboxStatus status = latest;
    if (status == null || System.nanoTime() - lookedAt > MOST_AGE_NANOS) {
      lookedAt = System.nanoTime();
      status = look();
      latest = status;
    }
    return status;
  }

  /// By a handle of this process: it still knows its mailbox when another has taken the name.
  private MailboxStatus look() {
    Condition condition = Condition.UNREACHABLE;
    for (Mailbox handle : Observers.handles()) {
      if (handle.address().equals(address)) {
        try {
          return handle.status();
        } catch (DureException ended) {
          condition = condition(ended);
        }
      }
    }
    return new MailboxStatus(address, condition, null);
  }

  private static Condition condition(DureException why) {
    return switch (why) {
      case MailboxDeletedException _ -> Condition.DELETED;
      case OwnerGoneException _ -> Condition.OWNER_GONE;
      default ->
          why.reason() == DureException.Reason.DAMAGED ? Condition.DAMAGED : Condition.UNREACHABLE;
    };
  }
}
