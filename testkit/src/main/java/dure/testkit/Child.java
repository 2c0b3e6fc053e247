// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A process of its own that plays a role in a test: a Java class with a `main`, or any command.
///
/// What it prints is read line by line; lines sent to it arrive at its standard input. Every wait
/// is bounded. Closing it kills it.
public final class Child implements AutoCloseable {
  /// How long anything may take before a test gives up: long enough for a busy machine, short
  /// enough to notice a hang.
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();

  private final Process process;
  private final Output output;
  private final BufferedWriter input;
  private boolean ended;

  private Child(ProcessBuilder builder) throws IOException {
    long now = SessionRecord.now();
    process = builder.redirectErrorStream(true).start();
    RUNNING.add(this);
    if (isOurs(builder)) {
      TestSession.current().record().began(pid(), now);
    }
    input = process.outputWriter(StandardCharsets.UTF_8);
    output = new Output(process);
  }

  private static boolean isOurs(ProcessBuilder builder) {
    return builder.environment().containsKey(TestSession.MARK);
  }

  /// What a child is to be started under that hears an interrupt as if typed at a terminal: a shell
  /// has whatever it starts in the background ignore them, and so, it may be, this JVM.
  public static final List<String> HEARS_INTERRUPTS = List.of("env", "--default-signal=INT");

  /// Starts a class with a `main` in a JVM like this one: same class path, same flags for native
  /// access.
  public static Child java(Class<?> role, String... arguments) {
    return java(List.of(), role, arguments);
  }

  /// Starts a class with a `main` in a JVM of its own.
  ///
  /// @param options for the JVM; a `-cp` among them replaces this JVM's class path
  public static Child java(List<String> options, Class<?> role, String... arguments) {
    return javaUnder(List.of(), options, role, arguments);
  }

  /// Starts a class with a `main` in a JVM of its own that another command starts, as `setpriv` or
  /// `unshare`.
  ///
  /// @param starter the command, to be followed by that of the JVM; it must not outlive it
  /// @param options for the JVM; a `-cp` among them replaces this JVM's class path
  public static Child javaUnder(
      List<String> starter, List<String> options, Class<?> role, String... arguments) {
    List<String> command = new ArrayList<>(starter);
    command.addAll(JavaCommand.playing(options, role, arguments));
    return command(command.toArray(String[]::new));
  }

  /// Starts any command.
  public static Child command(String... command) {
    return command(Map.of(), command);
  }

  /// Starts any command with more variables in its environment.
  public static Child command(Map<String, String> variables, String... command) {
    ProcessBuilder builder = builder(command);
    builder.environment().putAll(variables);
    return start(builder);
  }

  /// What starts a process that is part of the test, for a test that needs its streams.
  public static ProcessBuilder builder(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    TestSession.current().mark(builder.environment());
    return builder;
  }

  /// Starts a command that stands for a foreign program: its objects are not the test's, and its
  /// mailboxes are where those of all programs are.
  public static Child foreign(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    TestSession.unmark(builder.environment());
    return start(builder);
  }

  private static Child start(ProcessBuilder builder) {
    try {
      return new Child(builder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Its number.
  public long pid() {
    return process.pid();
  }

  /// Waits until all its threads sleep in the kernel, as after a program in C has said that it
  /// will, and all that it has printed before can be read here.
  public void awaitSleep() {
    Eventually.holds(() -> {
      if (!isAlive()) {
        throw failed("has ended and does not sleep");
      }
      return ThreadStates.areAsleep(pid()) && output.isUpToDate();
    });
  }

  /// Waits until all that it has printed until now can be read here.
  public void awaitOutput() {
    Eventually.holds(output::isUpToDate);
  }

  /// Whether it runs.
  public boolean isAlive() {
    return process.isAlive();
  }

  /// Waits for its next line.
  public String line() {
    String line = lineWithin(PATIENCE);
    if (line == null) {
      throw failed(
          output.hasEnded()
              ? "printed no more, and ended with status " + awaitEnd()
              : "printed nothing for " + PATIENCE);
    }
    return line;
  }

  /// Waits for its next line at most `within`; null if there is none, or it has ended.
  public @Nullable String lineWithin(Duration within) {
    try {
      return output.lineWithin(within);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads on until a line begins with `start`, and returns the rest of it.
  public String await(String start) {
    for (String line = line(); ; line = line()) {
      if (line.startsWith(start)) {
        return line.substring(start.length()).strip();
      }
    }
  }

  /// Sends it a line.
  public void tell(String line) {
    try {
      input.write(line);
      input.newLine();
      input.flush();
    } catch (IOException e) {
      throw failed("does not listen: " + e.getMessage());
    }
  }

  /// Ends its standard input.
  public void endInput() {
    try {
      input.close();
    } catch (IOException alreadyEnded) {
      // fine
    }
  }

  /// Kills it with SIGKILL and waits until the kernel has taken it down.
  public void kill() {
    process.toHandle().destroyForcibly(); // Process's own would close its output, read or not
    awaitEnd();
  }

  /// Sends it a signal by name, as `STOP` or `CONT`.
  public void signal(String name) {
    try (Child sender = command("kill", "-" + name, Long.toString(pid()))) {
      sender.awaitSuccess();
    }
    if (name.equals("STOP")) {
      Eventually.holds(() -> ThreadStates.areStopped(pid())); // it may go on for a moment
    }
  }

  /// Waits for its end and for exit status zero; all it printed and no test has read.
  public List<String> awaitSuccess() {
    int status = awaitEnd();
    List<String> rest = rest();
    if (status != 0) {
      throw failed("ended with status " + status);
    }
    return rest;
  }

  /// Waits for its end: the exit status, or 128 and the signal that killed it.
  public int awaitEnd() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw failed("did not end within " + PATIENCE);
      }
      output.awaitEnd(PATIENCE);
      RUNNING.remove(this);
      recordEnd();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// All it printed and no test has read yet.
  public List<String> rest() {
    return output.rest();
  }

  private void recordEnd() {
    if (!ended) {
      ended = true;
      TestSession.current().record().ended(pid(), SessionRecord.now());
    }
  }

  private AssertionError failed(String what) {
    rest();
    return new AssertionError(
        "child "
            + process.info().commandLine().orElse("" + pid())
            + " "
            + what
            + "; it printed:\n"
            + String.join("\n", output.seen()));
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.toHandle().destroyForcibly();
    }
    awaitEnd();
  }

  /// Detaches it from its test until it is [#called]: it may outlive a test, if it was started
  /// before.
  public Child standBy() {
    RUNNING.remove(this);
    return this;
  }

  /// Makes it the present test's.
  public Child called() {
    RUNNING.add(this);
    return this;
  }

  /// Kills every child that a test has left running; how many there were.
  static int closeAll() {
    int running = 0;
    for (Child child : RUNNING) {
      if (child.isAlive()) {
        running++;
      }
      child.close();
    }
    return running;
  }
}
