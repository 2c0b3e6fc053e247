// SPDX-License-Identifier: Apache-2.0
package dure.micrometer;

import dure.Address;
import dure.DureException;
import dure.Mailbox;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.Observers;
import dure.Occupancy;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The status of a mailbox that this process has open: one look for all meters that a registry
/// reads together.
final class StatusSample {
  private static final long MOST_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Address address;

  // Guarded by this.
  private @Nullable Details latest;
  private @Nullable Counters counted;
  private long lookedAt;
  private boolean isFirst = true;

  StatusSample(Address address) {
    this.address = address;
  }

  /// A figure; no number where it is not known.
  double detail(ToLongFunction<Details> figure) {
    Details details = get();
    long known = details == null ? Occupancy.UNKNOWN : figure.applyAsLong(details);
    return known == Occupancy.UNKNOWN ? Double.NaN : known;
  }

  /// What was counted until the last look that saw something: a counter never becomes unknown.
  synchronized double counter(ToLongFunction<Counters> figure) {
    Details details = get();
    if (details != null && details.counters() != null) {
      counted = details.counters();
    }
    return counted == null ? 0 : figure.applyAsLong(counted);
  }

  /// Whether the mailbox counts what happens in it: one whose messages the kernel carries does not.
  boolean counts() {
    return Observers.handles().stream()
        .filter(handle -> handle.address().equals(address))
        .anyMatch(Mailbox::supportsInPlace);
  }

  private synchronized @Nullable Details get() {
    if (isFirst || System.nanoTime() - lookedAt > MOST_AGE_NANOS) {
      isFirst = false;
      lookedAt = System.nanoTime();
      latest = look();
    }
    return latest;
  }

  /// By a handle of this process: it still knows its mailbox when another has taken the name.
  private @Nullable Details look() {
    for (Mailbox handle : Observers.handles()) {
      if (handle.address().equals(address)) {
        try {
          return handle.status().details();
        } catch (DureException ended) {
          // as when it was deleted; another handle may know a newer one
        }
      }
    }
    return null;
  }
}
