// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.cli.demo.Findings.Doubt;
import dure.cli.demo.Findings.Redelivery;
import dure.cli.options.ByteSize;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells people how a run went.
final class DemoReport {
  private static final int NAMED = 5;

  private final StringBuilder text = new StringBuilder();

  /// The whole report.
  ///
  /// @param deaths how many processes were killed
  /// @param original of the file that was sent
  /// @param copy of what was put together
  /// @param bySocket what the journals say of the copy through Unix sockets, if there was one
  static String of(
      Plan plan,
      Findings findings,
      int deaths,
      FileContents original,
      FileContents copy,
      @Nullable Findings bySocket) {
    DemoReport report = new DemoReport();
    report.content(plan, original, copy);
    report.once(findings);
    report.order(findings);
    if (deaths > 0) {
      report.redelivered(findings.redeliveries());
      report.inDoubt(findings.doubts());
    }
    report.throughput("throughput", plan, findings);
    if (bySocket != null) {
      report.throughput("by socket", plan, bySocket);
      report.line("", "a stream for each pair: none shares work, and a death loses what it holds");
    }
    return report.text.toString();
  }

  private void line(String what, String found) {
    text.append(String.format(Locale.ROOT, "%-13s%s%n", what, found));
  }

  private void content(Plan plan, FileContents original, FileContents copy) {
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

  private void once(Findings findings) {
    if (findings.lost().isEmpty() && findings.repeated().isEmpty()) {
      long twice = findings.excused();
      line(
          "once",
          "ok, each piece exactly once"
              + (twice == 0 ? "" : "; over a death, and told below, twice: " + twice));
    }
    if (!findings.lost().isEmpty()) {
      line("once", "FAILED: lost " + named(findings.lost()));
    }
    if (!findings.repeated().isEmpty()) {
      line("once", "FAILED: repeated " + named(findings.repeated()));
    }
  }

  private void order(Findings findings) {
    line(
        "order",
        findings.disordered().isEmpty()
            ? "ok, each sender's pieces in its order"
            : "FAILED: out of order " + named(findings.disordered()));
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
              "piece %d: %s died %s, %s got it, marked",
              redelivery.piece(),
              redelivery.from() == null ? "a receiver" : redelivery.from(),
              redelivery.wasWritten() ? "having written it" : "with it",
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
                  ? "accepted, so it came twice"
                  : "not accepted, so it came once"));
    }
  }

  private void throughput(String what, Plan plan, Findings findings) {
    double steady = (double) findings.steady();
    line(
        what,
        String.format(
            Locale.ROOT,
            "%s/s steady, %,.0f messages/s; %.2f s with the JVMs' warm-up",
            new ByteSize(findings.steady()),
            steady * plan.count() / plan.fileBytes(),
            findings.nanos() / 1e9));
  }
}
