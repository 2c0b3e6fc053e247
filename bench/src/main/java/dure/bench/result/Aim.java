// SPDX-License-Identifier: Apache-2.0
package dure.bench.result;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// A ratio that Dure is to reach, in one placement.
///
/// @param subject what is compared
/// @param figure what of it
/// @param placement where
/// @param others what it is compared with: the best of them in each round; none for the bare line
/// @param bound the ratio
public record Aim(
    String subject, Figure figure, Placement placement, List<String> others, double bound) {

  /// A figure of a run, and whether less or more of it is better.
  public enum Figure {
    TRIP(Measurement.ROUND_TRIP, "trip", "round trip", false),
    P99(Measurement.ROUND_TRIP, "p99", "p99 of the round trip", false),
    STREAM(Measurement.STREAM, "rate", "stream", true),
    BULK(Measurement.BULK, "rate", "bulk", true);

    private final Measurement measurement;
    private final String name;
    private final String words;
    private final boolean moreIsBetter;

    Figure(Measurement measurement, String name, String words, boolean moreIsBetter) {
      this.measurement = measurement;
      this.name = name;
      this.words = words;
      this.moreIsBetter = moreIsBetter;
    }

    private OptionalDouble of(Run run, Placement placement) {
      return run.median(placement, slice -> slice.figure(name));
    }

    private OptionalDouble line(Run run, Placement placement) {
      return run.median(placement, slice -> slice.figure(name) / slice.line());
    }
  }

  private static final String ONE = "agrona-1to1";
  private static final String MANY = "agrona-mto1";
  private static final List<String> RINGS = List.of(ONE, "aeron");

  /// All that a bench can judge.
  public static final List<Aim> ALL =
      List.of(
          new Aim("pair", Figure.TRIP, Placement.FAR, List.of(ONE), 0.75),
          new Aim("pair", Figure.TRIP, Placement.FAR, List.of(), 1.2),
          new Aim("pair", Figure.TRIP, Placement.NEAR, List.of(ONE), 1.0),
          new Aim("pair", Figure.TRIP, Placement.NEAR, List.of(), 1.4),
          new Aim("pair", Figure.P99, Placement.FAR, List.of(ONE), 1.25),
          new Aim("pair", Figure.P99, Placement.NEAR, List.of(ONE), 1.25),
          new Aim("any", Figure.TRIP, Placement.FAR, List.of(MANY), 1.0),
          new Aim("any", Figure.TRIP, Placement.NEAR, List.of(MANY), 1.1),
          new Aim("any", Figure.P99, Placement.FAR, List.of(MANY), 1.25),
          new Aim("any", Figure.P99, Placement.NEAR, List.of(MANY), 1.25),
          new Aim("pair", Figure.STREAM, Placement.FAR, RINGS, 2.0),
          new Aim("pair", Figure.STREAM, Placement.NEAR, RINGS, 1.3),
          new Aim("pair", Figure.STREAM, Placement.NEAR, List.of("c-stream"), 0.55),
          new Aim("any", Figure.STREAM, Placement.FAR, List.of(MANY), 2.0),
          new Aim("any", Figure.STREAM, Placement.NEAR, List.of(MANY), 1.0),
          new Aim("pair", Figure.BULK, Placement.FAR, List.of(ONE, MANY), 1.0),
          new Aim("pair", Figure.BULK, Placement.NEAR, List.of(ONE, MANY), 1.0),
          new Aim("pair-in-place", Figure.BULK, Placement.FAR, List.of(ONE, MANY), 1.3),
          new Aim("pair-in-place", Figure.BULK, Placement.NEAR, List.of(ONE, MANY), 1.3));

  /// The aim in words.
  public String words() {
    String against =
        others.isEmpty()
            ? "the bare line"
            : (others.size() > 1 ? "the best of " : "") + String.join(" and ", others);
    return String.format(
        Locale.ROOT,
        "%s, %s: %s %.2f times %s",
        subject,
        figure.words,
        figure.moreIsBetter ? "at least" : "at most",
        bound,
        against);
  }

  /// The ratio, round by round; null if no round has both sides in this placement.
  public @Nullable Spread reached(Collection<Run> runs) {
    return Spread.of(
        runsOf(runs, subject).stream()
            .map(run -> ratio(run, runs))
            .flatMap(each -> each.stream().boxed())
            .toList());
  }

  /// Whether a ratio meets the aim.
  public boolean isMet(double ratio) {
    return figure.moreIsBetter ? ratio >= bound : ratio <= bound;
  }

  private OptionalDouble ratio(Run run, Collection<Run> runs) {
    if (others.isEmpty()) {
      return figure.line(run, placement);
    }
    OptionalDouble own = figure.of(run, placement);
    BinaryOperator<Double> better = figure.moreIsBetter ? Math::max : Math::min;
    Double best =
        others.stream()
            .flatMap(other -> runsOf(runs, other).stream())
            .filter(other -> other.round() == run.round())
            .flatMap(other -> figure.of(other, placement).stream().boxed())
            .reduce(better)
            .orElse(null);
    return best == null || own.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(own.getAsDouble() / best);
  }

  private List<Run> runsOf(Collection<Run> runs, String name) {
    return runs.stream()
        .filter(run -> run.subject().equals(name) && run.measurement() == figure.measurement)
        .toList();
  }
}
