// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import dure.parking.Housekeeping;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// A [Gate] for threads of one process that wait there for the same: a leader sleeps at the gate,
/// its [Followers] behind it. A thread that has announced itself here takes part until it leaves.
public final class LedGate implements EventCount {
  /// Instead of an event: the thread follows. An event is odd.
  private static final int FOLLOWS = 0;

  private final Gate gate;
  private final BooleanSupplier isThere;
  private final Housekeeping housekeeping;
  private final Followers followers = new Followers();

  /// @param gate where others wake this process
  /// @param isThere whether there seems to be what the threads wait for; true where that cannot be
  ///   told
  /// @param attend does what a look around a mailbox begins with, and then what it is given
  public LedGate(Gate gate, BooleanSupplier isThere, Consumer<Runnable> attend) {
    this.gate = gate;
    this.isThere = isThere;
    this.housekeeping = new Housekeeping(() -> attend.accept(this::lookAround));
  }

  @Override
  public int announce() {
    return followers.lead() ? gate.announce() : FOLLOWS;
  }

  @Override
  public void sleep(int event, long nanos) {
    if (event == FOLLOWS) {
      followers.follow(nanos);
      return;
    }
    housekeeping.beginSleep();
    try {
      gate.sleepLong(event, nanos);
    } finally {
      housekeeping.endSleep();
    }
  }

  /// Waits no longer: the next thread leads.
  public void leave() {
    followers.leave();
  }

  /// Looks around for the threads that sleep here, and for those that sleep at this gate among
  /// others.
  public Housekeeping housekeeping() {
    return housekeeping;
  }

  /// What the leader would wake for: an interrupt, which a thread in the kernel does not notice,
  /// and what its process was not told of.
  private void lookAround() {
    if (followers.isLeaderInterrupted() || isThere.getAsBoolean()) {
      gate.wakeAll();
    }
  }
}
