// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.bench.result.Measurement;
import dure.bench.result.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The limits of the machine: a program in C, compiled here and now if there is a compiler.
final class Limits {
  private static final List<String> SOURCES =
      List.of("limits.c", "machine.h", "line.h", "ring.h", "trips.h");

  private Limits() {}

  /// What can be measured with it; nothing if there is no compiler.
  static List<Subject> all() throws IOException, InterruptedException {
    Optional<Path> program = compile();
    return program.isEmpty()
        ? List.of()
        : List.of(
            new Limit(
                "c-line", "line", Measurement.ROUND_TRIP, "C: the bare cache line", program.get()),
            new Limit(
                "c-record",
                "record",
                Measurement.ROUND_TRIP,
                "C: a record in a ring",
                program.get()),
            new Limit("c-stream", "stream", Measurement.STREAM, "C: a ring for two", program.get()),
            new Limit(
                "c-bulk", "bulk", Measurement.BULK, "C: the same ring, larger", program.get()));
  }

  private static Optional<Path> compile() throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(Leftovers.ours().newName());
    Undo.later(() -> remove(directory));
    for (String source : SOURCES) {
      try (InputStream text = Limits.class.getResourceAsStream("/dure/bench/c/" + source)) {
        Files.copy(Objects.requireNonNull(text, source), directory.resolve(source));
      }
    }
    Path program = directory.resolve("limits");
    String from = directory.resolve("limits.c").toString();
    return succeeds(List.of("gcc", "-O2", "-std=gnu11", "-o", program.toString(), from))
        ? Optional.of(program)
        : Optional.empty();
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  private static void remove(Path directory) {
    try {
      for (String source : SOURCES) {
        Files.deleteIfExists(directory.resolve(source));
      }
      Files.deleteIfExists(directory.resolve("limits"));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One of them.
  private record Limit(
      String name, String argument, Measurement measurement, String meaning, Path program)
      implements Subject {
    @Override
    public String rival() {
      return name;
    }

    @Override
    public boolean takesPartIn(Measurement any) {
      return any == measurement;
    }

    @Override
    public List<Slice> run(Measurement any, Timing timing)
        throws RunFailedException, IOException, InterruptedException {
      String warmUp = Integer.toString(Math.max(1, timing.warmUp() / 4)); // nothing to compile
      try (ChildProcess child =
          new ChildProcess(
              List.of(
                  program.toString(),
                  argument,
                  warmUp,
                  Integer.toString(timing.slices()),
                  Integer.toString(timing.sliceMillis())))) {
        child.end().get(timing.patience().toMillis(), TimeUnit.MILLISECONDS);
        return Report.read(child.output());
      } catch (TimeoutException | ExecutionException endless) {
        throw new RunFailedException("it did not end within " + timing.patience());
      }
    }
  }
}
