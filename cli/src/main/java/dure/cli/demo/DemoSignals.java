// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;

/// Sends signals, which Java cannot and a shell can. One shell serves all of them, because only a
/// quick signal catches a process at work.
final class DemoSignals implements AutoCloseable {
  private static final String SCRIPT =
      "while read -r signal pid; do kill -s \"$signal\" \"$pid\" 2>/dev/null; echo; done";

  private final Process shell;
  private final Writer orders;
  private final BufferedReader answers;

  DemoSignals() throws IOException {
    shell = new ProcessBuilder("sh", "-c", SCRIPT).start();
    orders = shell.outputWriter();
    answers = shell.inputReader();
  }

  /// Stops a process, all its threads.
  void stop(Process process) throws IOException {
    send("STOP", process);
  }

  /// Has a stopped process go on.
  void goOn(Process process) throws IOException {
    send("CONT", process);
  }

  private void send(String signal, Process process) throws IOException {
    orders.write(signal + " " + process.pid() + "\n");
    orders.flush();
    answers.readLine();
  }

  @Override
  public void close() {
    shell.destroyForcibly();
  }
}
