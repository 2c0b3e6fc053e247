// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import dure.layout.GateLayout;
import dure.parking.Housekeeping;
import dure.parking.Parking;
import dure.parking.WordSet;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import java.lang.invoke.VarHandle;

/// A place in shared memory where those who found nothing to do sleep until somebody changes that.
///
/// The sleeper announces itself and *then* looks once more; the waker changes something and *then*
/// looks for sleepers. One of the two must see the other, whatever the order:
///
/// ```
/// sleeper                                 waker
/// e = event                               change what is waited for
/// parked = 1                              if parked:
/// look again; found? do not sleep            parked = 0
/// sleep while event == e                     event++
///                                            wake all
/// ```
///
/// `event` is read before `parked` is set, and `parked` is cleared before the wake: the other
/// orders lose wake-ups. The waker wakes all, because the one it would choose may be dead or
/// stopped; of each process that is one thread, if its threads are [Followers] of one. And no sleep
/// goes unattended for longer than [#SLICE_NANOS]: a waker killed between its steps leaves a
/// sleeper behind, which then wakes by itself, or is woken by the [Housekeeping] of its process.
/// (`model/wake.pml` proves each of these sentences by a counter-example to its opposite.)
///
/// Between "change" and "look" each side needs a full fence. A waker that changed something by
/// compare-and-set has had one; for one that used a plain release store, the *sleeper* pays for
/// both sides with [Parking#barrier].
public final class Gate implements EventCount {
  /// The longest sleep: after a waker's death, everybody is awake within this time.
  public static final long SLICE_NANOS = Housekeeping.ROUND_NANOS;

  private final long eventAddress;
  private final long parkedAddress;
  private final Parking parking;
  private final Fence fence;

  /// Who executes the full fence on the waker's side.
  public enum Fence {
    /// The waker's own atomic update is one.
    WAKER_HAS_ONE,
    /// The sleeper, for every process that takes part in barriers.
    SLEEPER_PAYS,
    /// The waker, because this process does not take part in barriers.
    WAKER_PAYS
  }

  /// Makes fresh, zeroed memory into a gate at which nobody sleeps.
  public static void prepare(long address) {
    Words.intRelease(address + GateLayout.EVENT, 1);
  }

  /// @param address of the two words of [GateLayout], the same gate in every process
  public Gate(long address, Parking parking, Fence fence) {
    this.eventAddress = address + GateLayout.EVENT;
    this.parkedAddress = address + GateLayout.PARKED;
    this.parking = parking;
    this.fence = fence;
  }

  /// Wakes the sleepers, if there may be any. Call it after the change they wait for.
  public void signal() {
    if (fence == Fence.WAKER_PAYS) {
      VarHandle.fullFence();
    }
    // SYNC: gate-parked (acquire side)
    if (Words.intVolatile(parkedAddress) != 0) {
      wakeAll();
    }
  }

  /// Wakes the sleepers, whether or not any announced themselves.
  public void wakeAll() {
    Words.intVolatile(parkedAddress, 0);
    Step.reached(Steps.WAKE_PARKED_CLEARED);
    // An event is odd from the start and stays so; anything else is a page that was taken from
    // under us.
    if ((Words.intVolatile(eventAddress) & 1) != 0) {
      Words.intGetAndAdd(eventAddress, 2); // SYNC: gate-event (release side)
    }
    Step.reached(Steps.WAKE_EVENT_RAISED);
    parking.unparkAll(eventAddress);
  }

  @Override
  public int announce() {
    int event = Words.intVolatile(eventAddress); // SYNC: gate-event (acquire side)
    Words.intVolatile(parkedAddress, 1); // SYNC: gate-parked (release side)
    Step.reached(Steps.SLEEP_ANNOUNCED);
    if (fence == Fence.WAKER_HAS_ONE) {
      VarHandle.fullFence();
    } else {
      parking.barrier();
    }
    return event;
  }

  /// Announces a sleeper that waits at several gates: after having looked once more at what each of
  /// them stands for, it sleeps on all their words at once.
  public void announce(WordSet words) {
    parking.add(words, eventAddress, announce());
  }

  /// Sleeps until woken, at most `nanos` and at most a slice.
  @Override
  public void sleep(int event, long nanos) {
    parking.park(eventAddress, event, Math.min(nanos, SLICE_NANOS));
  }

  /// Sleeps until woken, at most `nanos`: for a thread for which another looks around meanwhile.
  void sleepLong(int event, long nanos) {
    parking.park(eventAddress, event, nanos);
  }
}
