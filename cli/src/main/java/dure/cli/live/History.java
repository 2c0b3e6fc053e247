// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

import dure.MailboxStatus;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.Order;
import dure.Receivers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What several looks at one mailbox tell together: rates, and the age of its oldest message.
///
/// No time is written on a message's way, so its age is known only to an observer that was there
/// when it came, to the distance of two looks.
public final class History {
  private static final int MOST_LOOKS = 4096;
  private static final double NANOS_PER_SECOND = 1e9;

  private record Look(long nanos, Counters counters) {}

  /// How old the oldest message is.
  ///
  /// @param age as far as it is known
  /// @param atLeast whether it lay there before the first look
  public record Age(Duration age, boolean atLeast) {}

  private final Deque<Look> looks = new ArrayDeque<>();
  private @Nullable Look before;
  private @Nullable Look last;
  private @Nullable MailboxStatus status;

  /// Notes a look.
  ///
  /// @param nanos when, as [System#nanoTime] tells
  public void add(long nanos, MailboxStatus seen) {
    status = seen;
    Details details = seen.details();
    Counters counters = details == null ? null : details.counters();
    if (counters == null) {
      return;
    }
    before = last;
    last = new Look(nanos, counters);
    looks.addLast(last);
    // Of messages that have been received nothing is asked any more; one look before them stays.
    while (looks.size() > MOST_LOOKS || isPassed(counters.received())) {
      looks.removeFirst();
    }
  }

  private boolean isPassed(long received) {
    if (looks.size() < 3) {
      return false;
    }
    var second = looks.iterator();
    second.next();
    return second.next().counters().sent() <= received;
  }

  /// The last that was seen.
  public @Nullable MailboxStatus status() {
    return status;
  }

  /// Messages accepted a second, between the last two looks; negative if that is not known.
  public double sentPerSecond() {
    return before == null || last == null
        ? -1
        : perSecond(last.counters().sent() - before.counters().sent());
  }

  /// Messages done with a second, between the last two looks; negative if that is not known.
  public double receivedPerSecond() {
    return before == null || last == null
        ? -1
        : perSecond(last.counters().received() - before.counters().received());
  }

  /// Messages dropped between the last two looks.
  public long dropped() {
    return before == null || last == null
        ? 0
        : last.counters().dropped() - before.counters().dropped();
  }

  /// Messages delivered again between the last two looks.
  public long redelivered() {
    return before == null || last == null
        ? 0
        : last.counters().redelivered() - before.counters().redelivered();
  }

  private double perSecond(long count) {
    if (before == null || last == null || last.nanos() == before.nanos()) {
      return -1;
    }
    return Math.max(0, count) * NANOS_PER_SECOND / (last.nanos() - before.nanos());
  }

  /// How old the oldest message is; null if there is none, or its age cannot be told because others
  /// that came later may have gone before it.
  public @Nullable Age oldest() {
    Details details = status == null ? null : status.details();
    if (details == null || last == null || details.depth() <= 0 || !isInOrder(details)) {
      return null;
    }
    long received = last.counters().received();
    Look first = looks.getFirst();
    for (Look look : looks) {
      if (look.counters().sent() > received) {
        return new Age(Duration.ofNanos(last.nanos() - look.nanos()), look.equals(first));
      }
    }
    return null;
  }

  private static boolean isInOrder(Details details) {
    return details.settings().order() == Order.ARRIVAL
        && details.settings().receivers() != Receivers.ALL;
  }
}
