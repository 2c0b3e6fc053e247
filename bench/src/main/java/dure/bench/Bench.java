// SPDX-License-Identifier: Apache-2.0
package dure.bench;

import dure.bench.claims.Claims;
import dure.bench.harness.Campaign;
import dure.bench.harness.Processors;
import dure.bench.harness.Subject;
import dure.bench.harness.Subjects;
import dure.bench.harness.Timing;
import dure.bench.report.HtmlReport;
import dure.bench.report.JsonReport;
import dure.bench.report.MachineReport;
import dure.bench.report.Progress;
import dure.bench.report.RunFile;
import dure.bench.report.TextReport;
import dure.bench.result.Measurement;
import dure.bench.result.Run;
import dure.bench.result.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The command `dure bench`: measures Dure, its peers and the limits of the machine between two
/// processes, and prints what came of it.
@Command(
    name = "dure bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Dure, its peers and the limits of the machine between two processes.",
      "'dure bench jmh [ARGUMENTS]' measures the single-thread costs with JMH instead;",
      "'dure bench claims' measures what the lecture claims of each mechanism."
    })
public final class Bench implements Callable<Integer> {
  private static final String JMH = "jmh";
  private static final String CLAIMS = "claims";

  /// What the quick table is made of.
  private static final List<String> QUICK =
      List.of(
          "c-line",
          "c-record",
          "c-stream",
          "c-bulk",
          "pair",
          "pair-each",
          "any",
          "agrona-1to1",
          "agrona-mto1",
          "aeron",
          "chronicle",
          "jeromq",
          "jdk-unix",
          "jdk-tcp",
          "jdk-fifo");

  private static final double WARM_UP_SECONDS = 1;
  private static final double QUICK_WARM_UP_SECONDS = 0.5;

  @Option(names = "--quick", description = "The whole table in under 2 minutes.")
  private boolean quick;

  @Option(
      names = "--measure",
      split = ",",
      paramLabel = "WHAT",
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  private List<Measurement> measurements = List.of(Measurement.values());

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each is measured: 7; quick: 2.")
  private @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each time: 1.5; quick: 0.25.")
  private @Nullable Double seconds;

  @Option(names = "--peers", split = ",", paramLabel = "NAME", description = "Only these.")
  private List<String> only = List.of();

  @Option(
      names = "--wait",
      paramLabel = "S",
      description = "How long to wait for a quiet machine before each run: 20; quick: 0.")
  private @Nullable Integer waitSeconds;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes every slice of every run there.")
  private @Nullable Path json;

  @Option(
      names = "--keep",
      paramLabel = "FILE",
      description = "Adds the runs to this file, and reports on all that are in it.")
  private @Nullable Path keep;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes the report there, a page that needs no other file.")
  private @Nullable Path html;

  @Option(
      names = "--charts",
      paramLabel = "DIRECTORY",
      description = "Writes each chart of the report there, as an SVG picture.")
  private @Nullable Path charts;

  @Option(names = "--list", description = "Says what can be measured.")
  private boolean list;

  @Spec private @Nullable CommandSpec spec;

  private Bench() {}

  /// Runs the command.
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0 && arguments[0].equals(JMH)) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    } else if (arguments.length > 0 && arguments[0].equals(CLAIMS)) {
      System.exit(Claims.run(Arrays.copyOfRange(arguments, 1, arguments.length)));
    } else {
      System.exit(new CommandLine(new Bench()).execute(arguments));
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Subject> subjects = chosen(Subjects.all());
    if (list) {
      subjects.forEach(each -> System.out.printf("%-20s %s%n", each.name(), each.meaning()));
      return 0;
    }
    List<Run> runs = new ArrayList<>(keep == null ? List.of() : new RunFile(keep).runs());
    runs.addAll(measured(subjects, runs.stream().mapToInt(Run::round).max().orElse(0)));
    Summary summary = new Summary(runs, rivals(subjects), Subjects.LIMITS);
    System.out.print(TextReport.of(summary));
    System.out.println(method());
    write(runs, new HtmlReport(summary, runs, meanings(subjects), ours(subjects)));
    return runs.stream().allMatch(Run::succeeded) ? 0 : 1;
  }

  private void write(List<Run> runs, HtmlReport report) throws IOException {
    if (json != null) {
      Files.writeString(json, JsonReport.of(MachineReport.here(), runs));
    }
    if (html != null) {
      Files.writeString(html, report.page(method()));
    }
    if (charts != null) {
      Files.createDirectories(charts);
      for (Map.Entry<String, String> chart : report.charts().entrySet()) {
        Files.writeString(charts.resolve(chart.getKey() + ".svg"), chart.getValue());
      }
    }
  }

  private static Map<String, String> meanings(List<Subject> subjects) {
    Map<String, String> meanings = new LinkedHashMap<>();
    subjects.forEach(subject -> meanings.put(subject.name(), subject.meaning()));
    return meanings;
  }

  private static Set<String> ours(List<Subject> subjects) {
    return subjects.stream().filter(Subject::isDure).map(Subject::name).collect(Collectors.toSet());
  }

  private List<Subject> chosen(List<Subject> all) {
    Set<String> known = all.stream().map(Subject::name).collect(Collectors.toSet());
    for (String name : only) {
      if (!known.contains(name)) {
        throw new CommandLine.ParameterException(
            commandLine(), "there is no '" + name + "' to measure here; see --list");
      }
    }
    List<String> wanted = only.isEmpty() && quick ? QUICK : only;
    return all.stream()
        .filter(subject -> wanted.isEmpty() || wanted.contains(subject.name()))
        .toList();
  }

  private int rounds() {
    return rounds != null ? rounds : quick ? 2 : 7;
  }

  private Timing timing() {
    return quick
        ? Timing.of(QUICK_WARM_UP_SECONDS, seconds != null ? seconds : 0.25)
        : Timing.of(WARM_UP_SECONDS, seconds != null ? seconds : 1.5);
  }

  private Duration patience() {
    return Duration.ofSeconds(waitSeconds != null ? waitSeconds : quick ? 0 : 20);
  }

  private static Map<String, String> rivals(List<Subject> subjects) {
    return subjects.stream().collect(Collectors.toMap(Subject::name, Subject::rival));
  }

  /// @param before rounds that were measured before
  private List<Run> measured(List<Subject> subjects, int before)
      throws IOException, InterruptedException {
    List<Run> runs = new ArrayList<>();
    Campaign campaign =
        new Campaign(subjects, measurements, before, rounds(), timing(), patience());
    Progress progress = new Progress(campaign.runs());
    campaign.run(run -> {
      runs.add(run);
      keep(run);
      progress.done(run);
    });
    progress.end();
    return runs;
  }

  private void keep(Run run) {
    if (keep != null) {
      try {
        new RunFile(keep).add(run);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec).commandLine();
  }

  private String method() {
    return """
    Each figure: median (min..max) of the runs; a run: the median of its slices of %d ms. Ratios are
    formed before medians: x line within a slice, x rival and x limit within a round. x line and ns
    are of unclocked trips; the percentiles are of single ones, with the clock's own cost in them.
    Two processes, %s. See docs/benchmarks.md.
    Machine: %s.
    Repeat:  ./dure bench%s\
    """
        .formatted(
            Timing.SLICE_MILLIS,
            Processors.arePinned() ? "each pinned to a processor" : "NOT pinned: no taskset",
            MachineReport.here(),
            " ".concat(String.join(" ", commandLine().getParseResult().originalArgs())));
  }
}
