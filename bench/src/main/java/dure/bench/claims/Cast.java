// SPDX-License-Identifier: Apache-2.0
package dure.bench.claims;

import dure.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The processes of one run, on the processors as the system likes.
final class Cast implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final List<Process> processes = new ArrayList<>();
  private final List<BufferedReader> outputs = new ArrayList<>();

  private Cast() {}

  /// Has a part played each by a process of its own: what each found.
  static List<Figures> play(List<ClaimRole> parts) throws IOException, InterruptedException {
    return play(parts, process -> {});
  }

  /// The same, after something has been done about the first process.
  static List<Figures> play(List<ClaimRole> parts, Consumer<Process> aboutTheFirst)
      throws IOException, InterruptedException {
    try (Cast cast = new Cast()) {
      for (ClaimRole part : parts) {
        cast.start(part);
      }
      cast.hear("created");
      cast.tell();
      cast.hear("opened");
      aboutTheFirst.accept(cast.processes.getFirst());
      cast.tell();
      List<Figures> figures = new ArrayList<>();
      for (BufferedReader output : cast.outputs) {
        figures.add(Figures.of(cast.line(output)));
      }
      cast.tell();
      cast.awaitEnd();
      return figures;
    }
  }

  private void start(ClaimRole part) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Party.class.getName()));
    command.addAll(part.arguments());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put(Namespace.VARIABLE, Namespace.current().directory());
    Process process = builder.start();
    processes.add(process);
    outputs.add(process.inputReader());
  }

  /// Waits until all have said it.
  private void hear(String word) throws IOException, InterruptedException {
    for (int i = 0; i < processes.size(); i++) {
      String said = line(outputs.get(i));
      if (!said.equals(word)) {
        throw new IOException("instead of '" + word + "' a process said: " + said);
      }
    }
  }

  private String line(BufferedReader output) throws IOException, InterruptedException {
    CompletableFuture<String> line =
        CompletableFuture.supplyAsync(() -> readLine(output), Thread::startVirtualThread);
    try {
      return line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException endless) {
      throw new IOException("a process did not come to its end", endless);
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    }
  }

  private static String readLine(BufferedReader output) {
    try {
      String line = output.readLine();
      if (line == null) {
        throw new IOException("a process ended before its part");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell() throws IOException {
    for (Process process : processes) {
      process.outputWriter().write("on\n");
      process.outputWriter().flush();
    }
  }

  private void awaitEnd() throws InterruptedException {
    for (Process process : processes) {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
