// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.DamagedObjectException;
import dure.testkit.AsyncCall;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// All come, or nobody waits for ever.
class SharedBarrierTest {
  private static final long AT = TestRegion.PRIMITIVE;
  private static final int ROUNDS = 300;

  private TestRegion region;

  @BeforeEach
  void map() {
    region = new TestRegion();
  }

  @AfterEach
  void unmap() {
    region.close();
  }

  /// Counts its own number up in each round, and finds those of the others as far.
  static final class RunnerRole {
    public static void main(String[] arguments) throws Exception {
      MemorySegment memory = TestRegion.map(arguments[0]);
      int me = Integer.parseInt(arguments[1]);
      try (SharedBarrier barrier = SharedBarrier.at(memory, AT)) {
        for (int round = 1; round <= ROUNDS; round++) {
          TestRegion.number(memory, me, round);
          barrier.await();
          for (int other = 0; other < 3; other++) {
            if (TestRegion.number(memory, other) < round) {
              throw new AssertionError(other + " is behind in round " + round);
            }
          }
          barrier.await();
        }
      }
      System.out.println("ran");
    }
  }

  /// Comes whenever it is told to.
  static final class PartyRole {
    public static void main(String[] arguments) throws Exception {
      SharedBarrier barrier = SharedBarrier.at(TestRegion.map(arguments[0]), AT);
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (input.readLine() != null) {
        try {
          System.out.println("comes");
          barrier.await();
          System.out.println("goes on");
        } catch (BrokenBarrierException e) {
          System.out.println("broken: " + e.getMessage());
        }
      }
    }
  }

  private Child party() {
    return Child.java(PartyRole.class, region.file.toString());
  }

  private static void come(Child party) {
    party.tell("come");
    party.await("comes");
  }

  @Test
  void three_processes_run_in_step() {
    SharedBarrier.create(region.memory, AT, 3);
    List<Child> runners =
        List.of("0", "1", "2").stream()
            .map(me -> Child.java(RunnerRole.class, region.file.toString(), me))
            .toList();
    runners.forEach(runner -> assertThat(runner.awaitSuccess()).containsExactly("ran"));
  }

  @Test
  void a_party_killed_before_it_comes_breaks_the_barrier_until_it_is_reset() throws Exception {
    SharedBarrier mine = SharedBarrier.create(region.memory, AT, 3);
    try (Child one = party();
        Child two = party();
        Child replacement = party()) {
      come(one);
      come(two);
      mine.await();
      one.await("goes on");
      two.await("goes on");
      come(one);
      two.kill();
      one.await("broken:");
      assertThat(mine.isBroken()).isTrue();
      assertThatThrownBy(mine::await).isInstanceOf(BrokenBarrierException.class);
      mine.reset();
      come(one);
      come(replacement);
      assertThat(mine.await(Child.PATIENCE)).isTrue();
      one.await("goes on");
      replacement.await("goes on");
    }
  }

  @Test
  void a_party_killed_after_it_came_has_come() throws Exception {
    SharedBarrier mine = SharedBarrier.create(region.memory, AT, 2);
    try (Child other = party()) {
      come(other);
      other.awaitSleep();
      other.kill();
      assertThat(mine.await(Child.PATIENCE)).isTrue();
      assertThatThrownBy(mine::await).isInstanceOf(BrokenBarrierException.class);
    }
  }

  @Test
  void a_new_party_may_take_the_place_of_a_dead_one_that_nobody_missed() throws Exception {
    SharedBarrier mine = SharedBarrier.create(region.memory, AT, 2);
    try (Child dies = party();
        Child replacement = party()) {
      come(dies);
      mine.await();
      dies.await("goes on");
      long before = places();
      dies.kill();
      come(replacement);
      Eventually.holds(() -> places() != before);
      assertThat(mine.await(Child.PATIENCE)).isTrue();
      replacement.await("goes on");
    }
  }

  private long places() {
    return region.memory.get(JAVA_LONG, AT + 32) + region.memory.get(JAVA_LONG, AT + 48);
  }

  @Test
  void who_gives_up_breaks_it_for_the_others() throws Exception {
    SharedBarrier mine = SharedBarrier.create(region.memory, AT, 3);
    SharedBarrier same = SharedBarrier.at(region.memory, AT);
    AsyncCall<?> other = AsyncCall.run(true, same::await).awaitAsleep();
    assertThat(mine.await(Duration.ofMillis(60))).isFalse();
    assertThat(other.failure()).isInstanceOf(BrokenBarrierException.class);
    mine.reset();
    Thread.currentThread().interrupt();
    assertThatThrownBy(mine::await).isInstanceOf(InterruptedException.class);
    assertThat(mine.isBroken()).isTrue();
  }

  @Test
  void there_are_as_many_places_as_parties() throws Exception {
    SharedBarrier one = SharedBarrier.create(region.memory, AT, 1);
    SharedBarrier two = SharedBarrier.at(region.memory, AT);
    one.await();
    one.await();
    assertThatThrownBy(two::await).isInstanceOf(IllegalStateException.class);
    one.close();
    two.await();
    assertThat(two.parties()).isEqualTo(1);
  }

  @Test
  void what_was_never_made_is_no_barrier() {
    assertThatThrownBy(() -> SharedBarrier.at(region.memory, AT))
        .isInstanceOf(DamagedObjectException.class);
    assertThatThrownBy(() -> SharedBarrier.create(region.memory, AT, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SharedBarrier.create(region.memory, AT, 65))
        .isInstanceOf(IllegalArgumentException.class);
    SharedBarrier barrier = SharedBarrier.create(region.memory, AT, 64);
    region.memory.set(JAVA_INT, AT + 8, 1_000);
    assertThatThrownBy(barrier::await).isInstanceOf(DamagedObjectException.class);
  }
}
