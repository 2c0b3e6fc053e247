// SPDX-License-Identifier: Apache-2.0
package dure.bench.report;

import dure.bench.result.Run;
import dure.bench.result.Slice;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Every slice of every run, for other programs.
public final class JsonReport {
  private JsonReport() {}

  /// One object: the machine, and all runs with what was noticed of them.
  public static String of(MachineReport machine, List<Run> runs) {
    return "{\"machine\": "
        + quoted(machine.toString())
        + ",\n \"runs\": [\n  "
        + runs.stream().map(JsonReport::run).collect(Collectors.joining(",\n  "))
        + "]}\n";
  }

  private static String run(Run run) {
    return String.format(
        Locale.ROOT,
        "{\"round\": %d, \"subject\": %s, \"measurement\": %s, \"foreign\": %.3f, \"failure\": %s,"
            + " \"slices\": [%s]}",
        run.round(),
        quoted(run.subject()),
        quoted(run.measurement().name()),
        run.foreign(),
        quoted(run.failure()),
        run.slices().stream().map(JsonReport::slice).collect(Collectors.joining(", ")));
  }

  private static String slice(Slice slice) {
    return new TreeMap<>(slice.figures())
        .entrySet().stream()
            .map(figure -> quoted(figure.getKey()) + ": " + figure.getValue())
            .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
