// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/// How fast a process works, and whether it works at all: what the lab orders by lines on the
/// process's standard input.
///
/// `rate R` (operations a second, or `max`), `slower F`, `pause`, `go`, `step`, and `do WORD` for a
/// role's own actions. At the end of the input the process ends at once.
final class Controls {
  /// From this many operations a second on, each by itself is too fast to be told.
  private static final double FAST = 50;

  private final Runnable atEnd;
  private double rate;
  private double slower = 1;
  private boolean paused;
  private int steps;
  private String action = "";

  /// @param rate operations a second at first
  /// @param paused whether the process rests at first
  /// @param atEnd what to do before the process ends because its input did
  Controls(double rate, boolean paused, Runnable atEnd) {
    this.rate = rate;
    this.paused = paused;
    this.atEnd = atEnd;
  }

  /// The operations a second that a word means.
  static double rate(String word) {
    return word.equals("max") ? Double.POSITIVE_INFINITY : Double.parseDouble(word);
  }

  /// Starts to listen.
  void start() {
    Thread.ofPlatform().daemon().name("controls").start(this::listen);
  }

  private void listen() {
    try (BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        obey(line.split(" ", 2));
      }
    } catch (IOException unreadable) {
      // Then it has ended.
    }
    atEnd.run();
    Runtime.getRuntime().halt(0);
  }

  private synchronized void obey(String[] order) {
    switch (order[0]) {
      case "pause" -> paused = true;
      case "go" -> paused = false;
      case "step" -> steps++;
      case "rate" -> rate = rate(order[1]);
      case "slower" -> slower = Double.parseDouble(order[1]);
      case "do" -> action = order[1];
      default -> {
        return;
      }
    }
    notifyAll();
  }

  /// Waits until the next operation is due: a period after the last, or at an order to step.
  synchronized void pace() throws InterruptedException {
    long began = System.nanoTime();
    while (steps == 0) {
      long due = began + nanos(1);
      long left = due - System.nanoTime();
      if (paused) {
        wait();
      } else if (left <= 0) {
        return;
      } else {
        wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    }
    steps--;
    paused = true;
  }

  /// Waits for a part of a period, at most so many seconds as the process's speed makes of them.
  synchronized void linger(double part, double seconds) throws InterruptedException {
    long nanos = Math.min(nanos(part), (long) (seconds * slower * 1e9));
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = until - System.nanoTime()) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  private long nanos(double part) {
    return (long) (1e9 * part * slower / rate);
  }

  /// Whether operations come too fast to tell each.
  synchronized boolean isFast() {
    return !paused && steps == 0 && rate / slower > FAST;
  }

  /// Waits for an action that the lab orders, and takes the order.
  synchronized String awaitAction() throws InterruptedException {
    while (action.isEmpty()) {
      wait();
    }
    return takenAction();
  }

  /// Takes the order for an action; empty if there is none.
  synchronized String takenAction() {
    String taken = action;
    action = "";
    return taken;
  }
}
