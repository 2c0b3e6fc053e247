// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.gate.Gate;
import dure.linux.Futex;
import dure.parking.FutexParking;
import dure.parking.Parking;

/// The sleepers at a primitive: two words, both zero at first.
///
/// A waiter announces itself and *then* looks once more; a process that changes something does so
/// and *then* wakes. It is the [Gate], except that it can wake a single sleeper:
///
/// ```
/// sleeper                                 waker
/// e = event                               change what is waited for
/// parked = 1                              if parked:
/// look again; found? do not sleep            event++
/// sleep while event == e                     wake some; fewer than there should be?
///                                               parked = 0, event++, wake all
/// ```
///
/// That only one is woken can be wrong if this one is killed, or stopped, or gives up. So no sleep
/// is longer than a slice: the others wake by themselves and look. (`stress/model/lock.pml` shows
/// that each of these sentences is needed, and that they are enough.)
final class Waiters {
  static final long BYTES = 8;
  static final int ALL = Integer.MAX_VALUE;

  private static final long EVENT = 0;
  private static final long PARKED = 4;

  private final SharedWords words;
  private final long eventAt;
  private final long parkedAt;
  private final Parking parking;

  /// @param at their offset among the words
  Waiters(SharedWords words, long at) {
    this.words = words;
    this.eventAt = at + EVENT;
    this.parkedAt = at + PARKED;
    this.parking = new FutexParking(words.memory());
  }

  /// Announces a sleeper: what to pass to [#sleep], after having looked once more.
  int announce() {
    int event = words.intVolatile(eventAt); // SYNC: waiters-event (acquire side)
    words.intVolatile(parkedAt, 1); // SYNC: waiters-parked (release side)
    return event;
  }

  /// True if no waiter was woken since.
  boolean areStill(int event) {
    return words.intVolatile(eventAt) == event;
  }

  /// Sleeps until woken, at most `nanos` and at most a slice.
  void sleep(int event, long nanos) {
    parking.park(words.address(eventAt), event, Math.min(nanos, Gate.SLICE_NANOS));
  }

  /// Wakes up to `most` sleepers, if there may be any. Call it after an atomic update of the word
  /// they wait for.
  void wake(int most) {
    // SYNC: waiters-parked (acquire side)
    if (words.intVolatile(parkedAt) == 0) {
      return;
    }
    words.intGetAndAdd(eventAt, 1); // SYNC: waiters-event (release side)
    long address = words.address(eventAt);
    if (most == ALL || Futex.wake(address, most) < most) {
      words.intVolatile(parkedAt, 0);
      words.intGetAndAdd(eventAt, 1);
      Futex.wake(address, ALL);
    }
  }
}
