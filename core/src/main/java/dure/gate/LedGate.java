// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import dure.parking.Housekeeping;
import org.jspecify.annotations.Nullable;

/// A [Gate] for threads of one process that wait there for the same: a leader sleeps at the gate,
/// its [Followers] behind it. A thread that has announced itself here takes part until it leaves.
public final class LedGate implements EventCount {
  /// Instead of an event: the thread follows. An event is odd.
  private static final int FOLLOWS = 0;

  private final Gate gate;
  private final @Nullable Housekeeping housekeeping;
  private final Followers followers = new Followers();

  /// @param housekeeping looks around while the leader sleeps; without it the leader wakes for that
  public LedGate(Gate gate, @Nullable Housekeeping housekeeping) {
    this.gate = gate;
    this.housekeeping = housekeeping;
  }

  @Override
  public int announce() {
    return followers.lead() ? gate.announce() : FOLLOWS;
  }

  @Override
  public void sleep(int event, long nanos) {
    if (event == FOLLOWS) {
      followers.follow(nanos);
    } else if (housekeeping == null) {
      gate.sleep(event, nanos);
    } else {
      housekeeping.beginSleep();
      try {
        gate.sleepLong(event, nanos);
      } finally {
        housekeeping.endSleep();
      }
    }
  }

  /// Waits no longer: the next thread leads.
  public void leave() {
    followers.leave();
  }

  /// Whether the leader has been interrupted, which a thread in the kernel does not notice.
  public boolean isLeaderInterrupted() {
    return followers.isLeaderInterrupted();
  }
}
