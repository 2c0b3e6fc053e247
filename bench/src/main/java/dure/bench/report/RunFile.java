// SPDX-License-Identifier: Apache-2.0
package dure.bench.report;

import dure.bench.result.Measurement;
import dure.bench.result.Run;
import dure.bench.result.Slice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Runs in a text file, to which later runs are added: so a report can grow from several sittings
/// on one machine.
///
/// A line for each run, of its parts with tabs between, and after it a line for each of its slices.
public final class RunFile {
  private static final String TAB = "\t";
  private static final int PARTS = 5;

  private final Path file;

  /// @param file that need not exist yet
  public RunFile(Path file) {
    this.file = file;
  }

  /// All runs in the file, in the order in which they were added.
  public List<Run> runs() throws IOException {
    List<Run> runs = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(Slice.START)) {
          runs.getLast().slices().add(Slice.of(line));
        } else {
          runs.add(run(line.split(TAB, PARTS)));
        }
      }
    }
    return runs;
  }

  private static Run run(String[] parts) {
    return new Run(
        Integer.parseInt(parts[0]),
        parts[1],
        Measurement.valueOf(parts[2]),
        Double.parseDouble(parts[3]),
        new ArrayList<>(),
        parts[4]);
  }

  /// Adds a run at the end.
  public void add(Run run) throws IOException {
    StringBuilder lines = new StringBuilder();
    lines.append(
        String.format(
            Locale.ROOT,
            "%d\t%s\t%s\t%.3f\t%s%n",
            run.round(),
            run.subject(),
            run.measurement(),
            run.foreign(),
            run.failure().lines().collect(Collectors.joining(" "))));
    for (Slice slice : run.slices()) {
      lines.append(Slice.START).append(figures(slice)).append('\n');
    }
    Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String figures(Slice slice) {
    Map<String, Double> figures = new TreeMap<>(slice.figures());
    return figures.entrySet().stream()
        .map(figure -> String.format(Locale.ROOT, "%s=%.6g", figure.getKey(), figure.getValue()))
        .collect(Collectors.joining(" "));
  }
}
