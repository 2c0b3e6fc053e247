// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final double NEAR = 100;
  private static final double FAR = 500;

  private final List<Run> runs = new ArrayList<>();

  @Test
  void a_row_is_the_spread_of_the_medians_of_its_runs() {
    trips(1, "ours", 0, slice(NEAR, 150), slice(NEAR, 160), slice(NEAR, 900));
    trips(2, "ours", 0, slice(NEAR, 140), slice(NEAR, 140), slice(NEAR, 140));
    assertThat(row("ours", Placement.NEAR).value()).isEqualTo(new Spread(150, 140, 160, 2));
  }

  @Test
  void placements_are_kept_apart_and_too_few_slices_say_nothing() {
    trips(
        1,
        "ours",
        0,
        slice(NEAR, 150),
        slice(NEAR, 150),
        slice(NEAR, 150),
        slice(FAR, 600),
        slice(FAR, 600));
    trips(2, "ours", 0, slice(FAR, 700), slice(FAR, 700), slice(FAR, 700));
    assertThat(row("ours", Placement.NEAR).value().median()).isEqualTo(150);
    assertThat(row("ours", Placement.FAR).value()).isEqualTo(new Spread(700, 700, 700, 1));
  }

  @Test
  void slices_during_which_the_processors_were_moved_do_not_count() {
    Slice moved = Slice.of("slice before=100 after=200 trip=9000 p50=1 p99=1 p999=1");
    trips(1, "ours", 0, slice(NEAR, 150), slice(NEAR, 150), slice(NEAR, 150), moved, moved, moved);
    assertThat(row("ours", Placement.NEAR).value()).isEqualTo(new Spread(150, 150, 150, 1));
  }

  @Test
  void noisy_and_failed_runs_are_left_out() {
    Slice[] slow = {slice(NEAR, 999), slice(NEAR, 999), slice(NEAR, 999)};
    trips(1, "ours", 0.31, slow);
    runs.add(new Run(2, "ours", Measurement.ROUND_TRIP, 0, List.of(slow), "messages were lost"));
    trips(3, "ours", 0.30, slice(NEAR, 150), slice(NEAR, 150), slice(NEAR, 150));
    assertThat(row("ours", Placement.NEAR).value()).isEqualTo(new Spread(150, 150, 150, 1));
    assertThat(summary().leftOut()).extracting(Run::round).containsExactly(1, 2);
  }

  @Test
  void the_ratio_to_the_line_is_formed_in_each_slice() {
    trips(1, "ours", 0, slice(80, 160), slice(100, 150), slice(120, 120));
    assertThat(row("ours", Placement.NEAR).timesLine()).isEqualTo(new Spread(1.5, 1.5, 1.5, 1));
  }

  @Test
  void ratios_to_rival_and_limit_are_formed_in_each_round() {
    double[] ours = {150, 200, 100};
    double[] rivals = {100, 400, 100};
    for (int round = 1; round <= 3; round++) {
      steady(round, "ours", 0, ours[round - 1]);
      steady(round, "rival", 0, rivals[round - 1]);
      steady(round, "limit", 0, 50);
    }
    assertThat(row("ours", Placement.NEAR).timesRival()).isEqualTo(new Spread(1, 0.5, 1.5, 3));
    assertThat(row("ours", Placement.NEAR).timesLimit()).isEqualTo(new Spread(3, 2, 4, 3));
  }

  @Test
  void a_round_without_a_rival_gives_no_ratio() {
    steady(1, "ours", 0, 150);
    steady(1, "rival", 0.9, 100);
    steady(2, "ours", 0, 150);
    steady(2, "rival", 0, 300);
    assertThat(row("ours", Placement.NEAR).timesRival()).isEqualTo(new Spread(0.5, 0.5, 0.5, 1));
    assertThat(row("rival", Placement.NEAR).timesRival()).isNull();
    assertThat(row("ours", Placement.NEAR).timesLimit()).isNull();
  }

  @Test
  void streams_speak_in_their_unit_and_have_no_trips() {
    List<Slice> slices = List.of(rate(40e6), rate(50e6), rate(60e6));
    runs.add(new Run(1, "ours", Measurement.STREAM, 0, slices, ""));
    Summary.Row row = row("ours", Placement.NEAR);
    assertThat(row.value().median()).isEqualTo(50);
    assertThat(row.timesLine()).isNull();
    assertThat(row.p99()).isNull();
  }

  @Test
  void the_table_tells_the_line_of_all_its_runs() {
    trips(1, "ours", 0, slice(90, 150), slice(90, 150), slice(90, 150));
    trips(1, "rival", 0, slice(110, 150), slice(110, 150), slice(110, 150));
    assertThat(summary().tables())
        .singleElement()
        .extracting(Summary.Table::line)
        .isEqualTo(new Spread(100, 90, 110, 2));
  }

  private void trips(int round, String subject, double foreign, Slice... slices) {
    runs.add(new Run(round, subject, Measurement.ROUND_TRIP, foreign, List.of(slices), ""));
  }

  private void steady(int round, String subject, double foreign, double trip) {
    trips(round, subject, foreign, slice(NEAR, trip), slice(NEAR, trip), slice(NEAR, trip));
  }

  private static Slice slice(double line, double trip) {
    return Slice.of(
        "slice before=" + line + " after=" + line + " trip=" + trip + " p50=1 p99=2 p999=3");
  }

  private static Slice rate(double rate) {
    return Slice.of("slice before=100 after=100 rate=" + rate);
  }

  private Summary summary() {
    return new Summary(
        runs, Map.of("ours", "rival", "rival", "rival"), Map.of(Measurement.ROUND_TRIP, "limit"));
  }

  private Summary.Row row(String subject, Placement placement) {
    return summary().tables().stream()
        .filter(table -> table.placement() == placement)
        .flatMap(table -> table.rows().stream())
        .filter(row -> row.subject().equals(subject))
        .findFirst()
        .orElseThrow();
  }
}
