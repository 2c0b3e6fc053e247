// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import dure.lab.kernel.ProcessSignals;
import dure.lab.role.RoleProgram;
import dure.lab.scenario.ProcessPlan;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A process of a scenario, as the lab sees it: its orders go in at one end, its reports come out
/// at the other.
final class ActorProcess implements AutoCloseable {
  private final ProcessPlan plan;
  private final Process process;
  private final BufferedWriter orders;
  private final Consumer<LabEvent> events;

  /// @param command of the role program
  /// @param events what the process reports, on a thread of its own
  private ActorProcess(ProcessPlan plan, List<String> command, Consumer<LabEvent> events)
      throws IOException {
    this.plan = plan;
    this.events = events;
    this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().name("reports of " + plan.letter()).start(this::read);
  }

  /// Starts a process; for one thread that lasts, because the kernel tells the process when that
  /// thread ends.
  static ActorProcess start(ProcessPlan plan, List<String> arguments, Consumer<LabEvent> events) {
    List<String> command = new ArrayList<>(jvm());
    command.add(RoleProgram.class.getName());
    command.add(plan.kind());
    command.add(plan.letter());
    command.addAll(arguments);
    try {
      return new ActorProcess(plan, command, events);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// A JVM like this one, but small. What speeds up its start is this JVM's own archive of classes.
  private static List<String> jvm() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("-Xmx48m", "-Xlog:aot=off", "-Xlog:cds=off"));
    String cache = System.getProperty("dure.lab.aot", "");
    if (!cache.isEmpty()) {
      command.add("-XX:AOTCache=" + cache);
    }
    String namespace = System.getProperty("dure.namespace");
    if (namespace != null) {
      command.add("-Ddure.namespace=" + namespace);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LabEvent event = LabEvent.of(plan.letter(), line);
        if (event != null) {
          events.accept(event);
        }
      }
    } catch (IOException ended) {
      // Then it has no more to report.
    }
    events.accept(new LabEvent(System.nanoTime(), plan.letter(), "gone", List.of()));
  }

  ProcessPlan plan() {
    return plan;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Sends an order; a process that has ended hears none.
  void order(String order) {
    try {
      synchronized (orders) {
        orders.write(order);
        orders.newLine();
        orders.flush();
      }
    } catch (IOException ended) {
      // Its end is reported by its reader.
    }
  }

  /// Sends a signal, if the process still runs.
  void signal(ProcessSignals signal) {
    if (process.isAlive()) {
      boolean _ = signal.send(process.pid());
    }
  }

  /// Ends it: by the end of its input, and by force where that does not do.
  @Override
  public void close() {
    signal(ProcessSignals.CONTINUE);
    try {
      orders.close();
    } catch (IOException ended) {
      // Then its input has ended already.
    }
  }

  /// Waits for its end, at most so long; then kills it.
  void awaitEnd(long millis) throws InterruptedException {
    if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      signal(ProcessSignals.KILL);
      int _ = process.waitFor();
    }
  }
}
