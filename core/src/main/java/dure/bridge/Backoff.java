// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import dure.ConnectionLostException;
import dure.DureException;
import dure.LinkTakenException;
import dure.MailboxFullException;
import dure.NoSuchMailboxException;
import dure.OutOfSharedMemoryException;
import dure.OwnerGoneException;
import dure.ReceiverGoneException;
import dure.SystemFailureException;
import dure.SystemLimitException;
import java.time.Duration;
import java.util.Set;

/// Longer and longer pauses between tries, and which failures another try can mend.
final class Backoff {
  private static final Duration SHORTEST = Duration.ofMillis(5);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /// What passes by itself. A mailbox that was deleted, is damaged, or keeps this user out is not
  /// among them.
  private static final Set<Class<? extends DureException>> PASSING =
      Set.of(
          ConnectionLostException.class,
          LinkTakenException.class,
          MailboxFullException.class,
          NoSuchMailboxException.class,
          OutOfSharedMemoryException.class,
          OwnerGoneException.class,
          ReceiverGoneException.class,
          SystemFailureException.class,
          SystemLimitException.class);

  private Duration next = SHORTEST;

  /// Whether the same call may succeed later.
  static boolean helpsAgainst(DureException failure) {
    return PASSING.contains(failure.getClass());
  }

  /// Waits before the next try.
  void pause() throws InterruptedException {
    Thread.sleep(next);
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
  }

  /// Begins anew after a success.
  void reset() {
    next = SHORTEST;
  }
}
