// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.cli.demo.Findings.Doubt;
import dure.cli.demo.Findings.Redelivery;
import dure.cli.options.ByteSize;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Tells people how a run went.
final class Report {
  private static final int NAMED = 5;

  private final StringBuilder text = new StringBuilder();

  /// The whole report.
  ///
  /// @param deaths how many processes were killed
  /// @param original of the file that was sent
  /// @param copy of what was put together
  static String of(Plan plan, Findings findings, int deaths, Contents original, Contents copy) {
    Report report = new Report();
    report.content(plan, original, copy);
    report.check("each piece once", findings.lost(), "lost", findings.repeated(), "repeated");
    report.check("order per sender", findings.disordered(), "out of order", List.of(), "");
    if (deaths > 0) {
      report.redelivered(findings.redeliveries());
      report.inDoubt(findings.doubts());
    }
    report.throughput(plan, findings);
    return report.text.toString();
  }

  private void line(String what, String found) {
    text.append(String.format(Locale.ROOT, "%-18s%s%n", what, found));
  }

  private void content(Plan plan, Contents original, Contents copy) {
    line(
        "carried",
        String.format(
            Locale.ROOT, "%s in %,d pieces", new ByteSize(plan.fileBytes()), plan.count()));
    line(
        "content",
        original.equals(copy)
            ? "ok, SHA-256 " + copy.sha256()
            : "DIFFERS: SHA-256 " + copy.sha256() + " instead of " + original.sha256());
  }

  private void check(
      String what, List<Integer> first, String fault, List<Integer> second, String otherFault) {
    if (first.isEmpty() && second.isEmpty()) {
      line(what, "ok");
    }
    if (!first.isEmpty()) {
      line(what, "FAILED: " + fault + " " + named(first));
    }
    if (!second.isEmpty()) {
      line(what, "FAILED: " + otherFault + " " + named(second));
    }
  }

  private static String named(List<Integer> pieces) {
    String some =
        pieces.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    return pieces.size() + " (" + some + (pieces.size() > NAMED ? ", …)" : ")");
  }

  private void redelivered(List<Redelivery> redeliveries) {
    line("redelivered", Integer.toString(redeliveries.size()));
    for (Redelivery redelivery : redeliveries) {
      line(
          "",
          String.format(
              "piece %d: %s died with it%s; %s received it, marked as redelivered",
              redelivery.piece(),
              redelivery.from() == null ? "its first receiver" : redelivery.from(),
              redelivery.wasWritten() ? " after writing it down" : " in hand",
              redelivery.to()));
    }
  }

  private void inDoubt(List<Doubt> doubts) {
    line("in doubt", Integer.toString(doubts.size()));
    for (Doubt doubt : doubts) {
      line(
          "",
          String.format(
              "piece %d: %s died over it; %s",
              doubt.piece(),
              doubt.sender(),
              doubt.wasAccepted()
                  ? "it had been accepted, and came twice, once from each process"
                  : "it had not been accepted, and came once, from the next process"));
    }
  }

  private void throughput(Plan plan, Findings findings) {
    double seconds = findings.nanos() / 1e9;
    line(
        "throughput",
        String.format(
            Locale.ROOT,
            "%s/s, %,.0f messages/s, %.2f s",
            new ByteSize((long) (plan.fileBytes() / seconds)),
            plan.count() / seconds,
            seconds));
  }
}
