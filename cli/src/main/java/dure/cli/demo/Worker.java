// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.Namespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A sender or receiver process, seen from the process that started it.
final class Worker {
  private static final long PATIENCE_SECONDS = 60;
  private static final long PATIENCE_NANOS = 2_000_000_000L;
  private static final long MOMENT_NANOS = 100_000;

  private final Orders orders;
  private final Path talk;
  private final Process process;
  private @Nullable Journal journal;
  private @Nullable Note last;
  private boolean killed;

  private Worker(Orders orders, Path talk, Process process) {
    this.orders = orders;
    this.talk = talk;
    this.process = process;
  }

  /// Starts one: the same Java and the same classes as ours. Its compiler is the quick one, for a
  /// run is over before the other has compiled anything, and four of those take both processors.
  ///
  /// @param talk the file for whatever it has to say
  static Worker start(Orders orders, Path talk) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                orders.kind().program().getName()));
    command.addAll(orders.arguments());
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(talk.toFile());
    builder.environment().put(Namespace.VARIABLE, Namespace.current().directory());
    Process process = builder.start();
    return new Worker(orders, talk, process);
  }

  Orders orders() {
    return orders;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Whether we killed it.
  boolean isKilled() {
    return killed;
  }

  /// The last note read of it, if there was any.
  @Nullable Note last() {
    return last;
  }

  /// Waits until it has opened everything and only needs the word to begin.
  void awaitReady() throws IOException {
    BufferedReader said = process.inputReader();
    if (said.readLine() == null) {
      awaitEnd();
      throw failed();
    }
  }

  /// Gives it the word to begin.
  void begin() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /// Reads what it has noted since the last time.
  void readOn(Consumer<Note> each) throws IOException {
    try {
      Journal notes = journal == null ? Journal.follow(Path.of(orders.journal())) : journal;
      journal = notes;
      notes.readOn(note -> {
        last = note;
        each.accept(note);
      });
    } catch (NoSuchFileException notBegunYet) {
      // then there is nothing to read
    }
  }

  /// Kills it with SIGKILL in the middle of a message: waits until it works, stops it wherever it
  /// is, looks into its journal, and if it is between two messages lets it go on and tries again.
  /// False if it could not be caught.
  boolean killAtWork(DemoSignals signals, Consumer<Note> each) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (process.isAlive() && System.nanoTime() - end < 0) {
      if (!hasNotedMore(each)) {
        LockSupport.parkNanos(MOMENT_NANOS);
        continue;
      }
      signals.stop(process);
      awaitStopped();
      readOn(each);
      if (isMidway() && process.isAlive()) {
        killed = true;
        process.destroyForcibly();
        awaitEnd();
        return true;
      }
      signals.goOn(process);
    }
    return false;
  }

  private boolean hasNotedMore(Consumer<Note> each) throws IOException {
    Note before = last;
    readOn(each);
    return last != before;
  }

  private boolean isMidway() {
    Note note = last;
    return note != null && note.event().isMidway();
  }

  /// A stopped process has all its threads stopped; until then some of them still work.
  private void awaitStopped() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (process.isAlive() && !isStopped() && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  private boolean isStopped() {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
      return tasks.allMatch(Worker::isTaskStopped);
    } catch (IOException ended) {
      return true;
    }
  }

  private static boolean isTaskStopped(Path task) {
    try {
      String stat = Files.readString(task.resolve("stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
    } catch (IOException ended) {
      return true;
    }
  }

  /// Whether it has ended well.
  ///
  /// @throws IOException with all it said, if it has ended in any other way and not by our hand
  boolean isDone() throws IOException {
    if (process.isAlive()) {
      return false;
    }
    if (!killed && process.exitValue() != 0) {
      throw failed();
    }
    return true;
  }

  /// Waits for its end.
  void awaitEnd() throws IOException {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(orders.role() + " does not end");
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  private IOException failed() throws IOException {
    String said = Files.readString(talk).strip();
    return new IOException(
        orders.role() + " ended with status " + process.exitValue() + ": " + said);
  }

  /// Ends it, whatever it does.
  void close() throws IOException {
    process.destroyForcibly();
    awaitEnd();
    if (journal != null) {
      journal.close();
    }
  }
}
