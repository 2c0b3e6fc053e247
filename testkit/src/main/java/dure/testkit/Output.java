// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a process prints, line by line, read by a thread as it comes.
final class Output {
  private static final String END = "\0end";

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();
  private final Process process;
  private final Thread reader;

  Output(Process process) {
    this.process = process;
    reader = Thread.ofPlatform().daemon().name("child-" + process.pid()).start(this::read);
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = output.readLine()) != null; ) {
        lines.add(line);
      }
    } catch (IOException closed) {
      // then it has ended
    }
    lines.add(END);
  }

  /// The next line, after at most `within`; null if there is none, or the process has ended.
  @Nullable String lineWithin(Duration within) throws InterruptedException {
    String line = lines.poll(within.toNanos(), TimeUnit.NANOSECONDS);
    if (line == null) {
      return null;
    }
    if (line.equals(END)) {
      lines.add(END);
      return null;
    }
    seen.add(line);
    return line;
  }

  /// All lines that nothing has read yet.
  List<String> rest() {
    List<String> rest = new ArrayList<>(lines);
    rest.remove(END);
    seen.addAll(rest);
    lines.removeIf(line -> !line.equals(END));
    return rest;
  }

  /// All lines that were read.
  List<String> seen() {
    return seen;
  }

  /// Whether the process prints no more, and all its lines are read.
  boolean hasEnded() {
    return END.equals(lines.peek());
  }

  /// Whether all that the process has printed until now can be read here.
  boolean isUpToDate() {
    return !reader.isAlive()
        || ThreadStates.areAsleep(ProcessHandle.current().pid(), reader.getName());
  }

  /// Waits until the last line has come.
  void awaitEnd(Duration within) throws InterruptedException {
    reader.join(within);
  }
}
