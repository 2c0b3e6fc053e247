// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Bounds, and what their measurements leave out.
class BoundTest {
  private static final Duration LIMIT = Duration.ofMillis(5);
  private static final Duration WINDOW = Duration.ofMillis(200);

  @Test
  void one_measurement_within_the_limit_is_enough() throws Exception {
    Deque<Duration> taken = new ArrayDeque<>(List.of(LIMIT.plusNanos(1), LIMIT));
    Bound.holds(LIMIT, taken::remove);
    assertThat(taken).isEmpty();
  }

  @Test
  void ten_measurements_beyond_it_are_a_failure() {
    AtomicInteger taken = new AtomicInteger();
    assertThatThrownBy(() -> Bound.holds(LIMIT, () -> LIMIT.plusMillis(taken.incrementAndGet())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PT0.006S")
        .hasMessageContaining("PT0.015S")
        .hasMessageContaining("beyond PT0.005S");
    assertThat(taken).hasValue(10);
  }

  @Test
  void an_error_of_a_measurement_is_not_outweighed_by_another() {
    AtomicInteger taken = new AtomicInteger();
    assertThatIllegalStateException()
        .isThrownBy(() ->
            Bound.holds(
                LIMIT,
                () -> {
                  taken.incrementAndGet();
                  throw new IllegalStateException();
                }));
    assertThat(taken).hasValue(1);
  }

  @Test
  void a_typical_delay_is_neither_the_luckiest_nor_beyond_the_ceiling() {
    Duration lucky = Duration.ofMillis(1);
    assertThat(Bound.typical(List.of(LIMIT, lucky, LIMIT.plusNanos(1)))).isEqualTo(LIMIT);
    Duration never = Duration.ofMinutes(1);
    assertThatThrownBy(() -> Bound.typical(List.of(lucky, never, lucky)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("PT1M")
        .hasMessageContaining("beyond PT30S");
  }

  @Test
  void a_stopwatch_counts_the_time_of_what_it_measures() throws Exception {
    // Beside load, the machine's part can be most of a single window.
    Bound.holds(
        Duration.ZERO,
        () -> {
          Stopwatch watch = Stopwatch.start();
          Thread.sleep(WINDOW);
          return watch.stop().compareTo(WINDOW.dividedBy(2)) > 0 ? Duration.ZERO : WINDOW;
        });
  }

  /// A process that is stopped is one that gets no processor.
  @Test
  void a_stopwatch_leaves_out_what_the_machine_takes() throws Exception {
    try (Child stopped = Child.java(Timed.class)) {
      stopped.await("started");
      Bound.holds(
          WINDOW,
          () -> {
            stopped.tell("start");
            stopped.await("watch");
            stopped.signal("STOP");
            Thread.sleep(WINDOW.multipliedBy(3));
            stopped.signal("CONT");
            stopped.tell("stop");
            return Duration.parse(stopped.await("taken"));
          });
      stopped.endInput();
      stopped.awaitSuccess();
    }
  }

  @Test
  void a_process_that_sleeps_uses_no_processor_and_a_busy_loop_does() throws Exception {
    try (Child asleep = Child.command("sleep", "1000");
        Child busy = Child.command("sh", "-c", "while :; do :; done")) {
      asleep.awaitSleep();
      assertThat(ProcessorTime.perSecond(asleep.pid(), WINDOW)).isZero();
      Eventually.holds(() -> !ProcessorTime.of(busy.pid()).isZero());
      Duration used = ProcessorTime.of(busy.pid());
      Eventually.holds(() -> ProcessorTime.of(busy.pid()).compareTo(used) > 0);
    }
  }
}
