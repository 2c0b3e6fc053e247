// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AimTest {
  private static final double FAR_LINE = 500;

  private static Run run(
      int round, String subject, Measurement measurement, String name, double of) {
    Slice slice =
        new Slice(FAR_LINE, FAR_LINE, Map.of("before", FAR_LINE, "after", FAR_LINE, name, of));
    return new Run(round, subject, measurement, 0, List.of(slice, slice, slice), "");
  }

  @Test
  void more_is_compared_with_the_best_of_the_same_round() {
    Aim aim =
        new Aim("pair", Aim.Figure.STREAM, Placement.FAR, List.of("agrona-1to1", "aeron"), 2.0);
    List<Run> runs =
        List.of(
            run(1, "pair", Measurement.STREAM, "rate", 60),
            run(1, "agrona-1to1", Measurement.STREAM, "rate", 20),
            run(1, "aeron", Measurement.STREAM, "rate", 30),
            run(2, "pair", Measurement.STREAM, "rate", 50),
            run(2, "aeron", Measurement.STREAM, "rate", 50),
            run(3, "pair", Measurement.STREAM, "rate", 50));
    assertThat(aim.reached(runs)).isEqualTo(new Spread(1.5, 1, 2, 2));
    assertThat(aim.isMet(2.0)).isTrue();
    assertThat(aim.isMet(1.99)).isFalse();
  }

  @Test
  void less_is_better_for_round_trips_and_the_line_is_the_unit_where_nothing_else_is() {
    Aim aim = new Aim("pair", Aim.Figure.TRIP, Placement.FAR, List.of(), 1.2);
    List<Run> runs = List.of(run(1, "pair", Measurement.ROUND_TRIP, "trip", 650));
    assertThat(aim.reached(runs)).isEqualTo(new Spread(1.3, 1.3, 1.3, 1));
    assertThat(aim.isMet(1.3)).isFalse();
    assertThat(aim.isMet(1.2)).isTrue();
  }

  @Test
  void what_was_not_measured_is_not_judged() {
    assertThat(Aim.ALL).allSatisfy(aim -> assertThat(aim.reached(List.of())).isNull());
  }
}
