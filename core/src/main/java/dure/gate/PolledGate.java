// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import dure.layout.GateLayout;
import dure.parking.Parking;
import dure.raw.Words;

/// A [Gate] as a read-only user has it. A sleeper here cannot announce itself, so no waker wakes
/// it, and it looks by itself: after each event every millisecond, and ever less often while there
/// is none. A wake that is meant for others wakes it too.
public final class PolledGate implements EventCount {
  /// The shortest sleep between two looks.
  public static final long SHORTEST_NANOS = 1_000_000;

  /// The longest sleep, and so the longest that an event goes unnoticed.
  public static final long LONGEST_NANOS = 20_000_000;

  /// A thread sleeps this part of the time since the last event.
  private static final int PART = 64;

  private final long eventAddress;
  private final Parking parking;

  // Of all threads, without order: a stale value costs a look too many or a later one.
  private int lastEvent;
  private long lastNanos;

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
    parking.park(eventAddress, event, Math.min(nanos, untilLook(event)));
  }

  private long untilLook(int event) {
    long now = System.nanoTime();
    if (event != lastEvent) {
      lastEvent = event;
      lastNanos = now;
    }
    return Math.clamp((now - lastNanos) / PART, SHORTEST_NANOS, LONGEST_NANOS);
  }
}
