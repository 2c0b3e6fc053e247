// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dure.file.Mapping;
import dure.file.SharedFile;
import dure.layout.GateLayout;
import dure.parking.Parking;
import dure.parking.WordSet;
import dure.raw.Words;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What each side of a gate does, and in which order.
class GateTest {
  private static final int BYTES = 4096;

  private final SharedFile file = SharedFile.anonymous("gate", BYTES, 0600, "", created -> {});
  private final Mapping mapping = Mapping.mirrored(file, BYTES, BYTES, true);
  private final List<String> seen = new ArrayList<>();

  /// Writes down each call with what the words say at that moment.
  private final Parking parking =
      new Parking() {
        @Override
        public void park(long address, int expected, long nanos) {
          seen.add("park " + expected);
        }

        @Override
        public void add(WordSet to, long address, int expected) {}

        @Override
        public void unparkAll(long address) {
          seen.add("unpark, " + words());
        }

        @Override
        public boolean barrier() {
          seen.add("barrier, " + words());
          return true;
        }
      };

  @AfterEach
  void unmap() {
    mapping.close();
    file.close();
  }

  private String words() {
    int parked = Words.intVolatile(mapping.address() + GateLayout.PARKED);
    int event = Words.intVolatile(mapping.address() + GateLayout.EVENT);
    return "parked " + parked + ", event " + event;
  }

  private Gate gate(Gate.Fence fence) {
    Gate.prepare(mapping.address());
    return new Gate(mapping.address(), parking, fence);
  }

  @Test
  void a_sleeper_pays_the_fence_of_both_sides_after_it_has_announced_itself() {
    assertThat(gate(Gate.Fence.SLEEPER_PAYS).announce()).isEqualTo(1);
    assertThat(seen).containsExactly("barrier, parked 1, event 1");
  }

  @Test
  void a_waker_without_sleepers_makes_no_call() {
    gate(Gate.Fence.WAKER_HAS_ONE).signal();
    assertThat(seen).isEmpty();
    assertThat(words()).isEqualTo("parked 0, event 1");
  }

  @Test
  void a_waker_clears_the_announcement_raises_the_event_and_then_wakes() {
    Gate gate = gate(Gate.Fence.WAKER_HAS_ONE);
    gate.announce();
    gate.signal();
    assertThat(seen).containsExactly("unpark, parked 0, event 3");
    gate.signal();
    assertThat(seen).hasSize(1);
  }
}
