// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import dure.layout.GateLayout;
import dure.parking.Parking;
import dure.raw.Words;

/// A [Gate] as a read-only user has it. A sleeper here cannot announce itself, so no waker wakes
/// it, and it looks by itself every now and then. A wake that is meant for others wakes it too.
public final class PolledGate implements EventCount {
  /// The longest sleep, and so the longest that a change goes unnoticed.
  public static final long LOOK_NANOS = 1_000_000;

  private final long eventAddress;
  private final Parking parking;

  /// @param address of the two words of [GateLayout]
  public PolledGate(long address, Parking parking) {
    this.eventAddress = address + GateLayout.EVENT;
    this.parking = parking;
  }

  @Override
  public int announce() {
    return Words.intVolatile(eventAddress); // SYNC: gate-event (acquire side)
  }

  @Override
  public void sleep(int event, long nanos) {
    parking.park(eventAddress, event, Math.min(nanos, LOOK_NANOS));
  }
}
