// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// What the runs of a bench come to: one table for each measurement and placement.
///
/// A run counts with the medians of its slices; a row is the spread of its runs. Ratios are formed
/// where both sides were measured under the same conditions, and only then is their spread taken:
/// against the line within each slice, against a rival or the limit within each round.
public final class Summary {
  private final List<Run> runs;
  private final Map<String, String> rivals;
  private final Map<Measurement, String> limits;

  /// @param runs all of them, also those to leave out
  /// @param rivals for each subject whom it is compared with; itself for one that is a rival
  /// @param limits for each measurement the subject that nothing can beat
  public Summary(
      Collection<Run> runs, Map<String, String> rivals, Map<Measurement, String> limits) {
    this.runs = List.copyOf(runs);
    this.rivals = Map.copyOf(rivals);
    this.limits = Map.copyOf(limits);
  }

  /// One subject's figures.
  ///
  /// @param subject its name
  /// @param value the main figure
  /// @param timesLine the main figure in units of the bare line, in round trips
  /// @param timesRival the main figure in units of the rival's of the same round
  /// @param timesLimit the main figure in units of the limit's of the same round
  /// @param p50 the median single trip with the clock's own time, in round trips; so all that
  ///   follow
  public record Row(
      String subject,
      Spread value,
      @Nullable Spread timesLine,
      @Nullable Spread timesRival,
      @Nullable Spread timesLimit,
      @Nullable Spread p50,
      @Nullable Spread p99,
      @Nullable Spread p999) {}

  /// The figures of one measurement in one placement.
  ///
  /// @param measurement which
  /// @param placement where the processors were
  /// @param line the bare line meanwhile, in nanoseconds
  /// @param rows in the order of the runs
  public record Table(Measurement measurement, Placement placement, Spread line, List<Row> rows) {}

  /// All tables that have rows, without those of a lost processor.
  public List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    for (Measurement measurement : Measurement.values()) {
      for (Placement placement : Placement.values()) {
        Table table = placement == Placement.LOST ? null : table(measurement, placement);
        if (table != null) {
          tables.add(table);
        }
      }
    }
    return tables;
  }

  /// Runs that are left out of the tables.
  public List<Run> leftOut() {
    return runs.stream().filter(Run::isLeftOut).toList();
  }

  private @Nullable Table table(Measurement measurement, Placement placement) {
    List<Run> measured = runs.stream().filter(run -> run.measurement() == measurement).toList();
    Spread line = spread(measured, run -> run.median(placement, Slice::line));
    List<Row> rows = new ArrayList<>();
    for (String subject : subjects(measured)) {
      Row row = row(subject, measurement, placement);
      if (row != null) {
        rows.add(row);
      }
    }
    return line == null ? null : new Table(measurement, placement, line, rows);
  }

  private static Collection<String> subjects(List<Run> measured) {
    return measured.stream()
        .map(Run::subject)
        .collect(LinkedHashSet::new, LinkedHashSet::add, LinkedHashSet::addAll);
  }

  private @Nullable Row row(String subject, Measurement measurement, Placement placement) {
    List<Run> own = runsOf(subject, measurement);
    Spread value = spread(own, run -> run.value(placement));
    return value == null
        ? null
        : new Row(
            subject,
            value,
            figure(own, placement, slice -> slice.figure("trip") / slice.line()),
            times(own, rivals.get(subject), placement),
            times(own, limits.get(measurement), placement),
            figure(own, placement, slice -> slice.figure("p50")),
            figure(own, placement, slice -> slice.figure("p99")),
            figure(own, placement, slice -> slice.figure("p999")));
  }

  /// A figure that only round trips have.
  private static @Nullable Spread figure(
      List<Run> own, Placement placement, ToDoubleFunction<Slice> of) {
    return own.getFirst().measurement() == Measurement.ROUND_TRIP
        ? spread(own, run -> run.median(placement, of))
        : null;
  }

  /// A subject's runs in units of another's, round by round; null where there is nothing to compare
  /// it with.
  private @Nullable Spread times(List<Run> own, @Nullable String other, Placement placement) {
    Run first = own.getFirst();
    if (other == null || other.equals(first.subject())) {
      return null;
    }
    List<Run> others = runsOf(other, first.measurement());
    return spread(own, run -> ratio(run, others, placement));
  }

  private static OptionalDouble ratio(Run run, List<Run> others, Placement placement) {
    OptionalDouble value = run.value(placement);
    for (Run other : others) {
      OptionalDouble unit = other.value(placement);
      if (other.round() == run.round() && value.isPresent() && unit.isPresent()) {
        return OptionalDouble.of(value.getAsDouble() / unit.getAsDouble());
      }
    }
    return OptionalDouble.empty();
  }

  private List<Run> runsOf(String subject, Measurement measurement) {
    return runs.stream()
        .filter(run -> run.subject().equals(subject) && run.measurement() == measurement)
        .toList();
  }

  private static @Nullable Spread spread(List<Run> of, Function<Run, OptionalDouble> value) {
    return Spread.of(of.stream().map(value).flatMap(each -> each.stream().boxed()).toList());
  }
}
