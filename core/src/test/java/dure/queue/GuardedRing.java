// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.linux.Mappings;
import java.util.ArrayList;
import java.util.List;

/// A process that sends and receives over a ring right below a page that it must not touch: a step
/// beyond the ring's mapping ends the process.
final class GuardedRing {
  private static final int CAPACITY = 1;
  private static final int LONGEST = 4000;

  /// Header, ring, and the ring once more.
  private static final long BYTES = 3 * 4096;

  private static final int TRIES = 1_000;
  private static final int MESSAGES = 1_000;

  private GuardedRing() {}

  /// The kernel gives addresses out downwards, so a mapping lies right below a reservation of the
  /// same length before it, once the gaps above are full.
  public static void main(String[] arguments) {
    List<TestMemory> elsewhere = new ArrayList<>(); // kept, so that the gaps stay full
    for (int tries = 0; tries < TRIES; tries++) {
      long guard = Mappings.reserve(BYTES);
      TestMemory memory = new TestMemory(CAPACITY, LONGEST, true);
      if (memory.mapping.segment().byteSize() != BYTES) {
        throw new AssertionError("the guard has another length");
      }
      if (memory.mapping.address() + BYTES == guard) {
        play(memory.ring(1));
        System.out.println("survived " + MESSAGES + " messages");
        return;
      }
      elsewhere.add(memory);
    }
    System.out.println("no place below a guard in " + elsewhere.size() + " tries");
  }

  private static void play(PairRing ring) {
    for (int i = 0; i < MESSAGES; i++) {
      EngineProbe.send(ring, EngineProbe.numbered(i, LONGEST));
      byte[] _ = EngineProbe.receive(ring);
    }
  }
}
