// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A process of the harness. Its standard input stays open as long as the harness lives, which is
/// how it learns of a sudden end; closing it kills it.
final class ChildProcess implements AutoCloseable {
  private final List<String> output = Collections.synchronizedList(new ArrayList<>());
  private final Process process;
  private final Thread reader;
  private final Undo kill;

  /// Starts a command.
  ChildProcess(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(Namespace.VARIABLE, Namespace.current().directory());
    process = builder.start();
    reader = Thread.ofPlatform().daemon().name("bench-output").start(this::read);
    kill = Undo.later(this::kill);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      lines.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException ended) {
      // then that was all
    }
  }

  /// Done when it has ended.
  CompletableFuture<Process> end() {
    return process.onExit();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// All that it printed, once it has ended.
  List<String> output() throws InterruptedException {
    reader.join();
    return List.copyOf(output);
  }

  private void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill.close();
  }
}
