// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dure.layout.GateLayout;
import dure.parking.Parking;
import dure.parking.WordSet;
import dure.raw.Words;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// How often a thread looks that no waker can wake.
class PolledGateTest {
  private final List<Long> sleeps = new ArrayList<>();

  /// Records each sleep that it makes.
  private final class Recorded implements Parking {
    @Override
    public void park(long address, int expected, long nanos) {
      sleeps.add(nanos);
      LockSupport.parkNanos(nanos);
    }

    @Override
    public void add(WordSet to, long address, int expected) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void unparkAll(long address) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean barrier() {
      return false;
    }
  }

  @Test
  void it_looks_ever_less_often_until_something_happens() {
    try (Arena arena = Arena.ofConfined()) {
      long address = arena.allocate(128, 64).address();
      Gate.prepare(address);
      PolledGate gate = new PolledGate(address, new Recorded());
      sleepOnce(gate);
      do {
        sleepOnce(gate);
      } while (sleeps.getLast() < PolledGate.LONGEST_NANOS);
      assertThat(sleeps).isSorted();
      assertThat(sleeps.getFirst()).isEqualTo(PolledGate.SHORTEST_NANOS);
      // In 1.28 s of quiet, where a look each millisecond makes 1,280.
      assertThat(sleeps).hasSizeLessThan(400);
      Words.intRelease(address + GateLayout.EVENT, 2);
      sleepOnce(gate);
      assertThat(sleeps.getLast()).isEqualTo(PolledGate.SHORTEST_NANOS);
    }
  }

  private static void sleepOnce(PolledGate gate) {
    gate.sleep(gate.announce(), Long.MAX_VALUE);
  }
}
