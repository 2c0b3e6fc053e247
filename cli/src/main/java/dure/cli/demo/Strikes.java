// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.cli.demo.Orders.Kind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/// The deaths of a run: first a receiver, then a sender, each killed with SIGKILL while it is in
/// the middle of a message, and replaced.
final class Strikes implements AutoCloseable {
  /// @param kind who is to die
  /// @param share of the file that has to have arrived before
  private record Strike(Kind kind, double share) {}

  private final Crew crew;
  private final DemoSignals signals = new DemoSignals();
  private final DemoTally tally;
  private final DemoProgress progress;
  private final Queue<Strike> due =
      new ArrayDeque<>(List.of(new Strike(Kind.RECEIVER, 0.25), new Strike(Kind.SENDER, 0.5)));

  Strikes(Crew crew, DemoTally tally, DemoProgress progress) throws IOException {
    this.crew = crew;
    this.tally = tally;
    this.progress = progress;
  }

  /// Strikes if it is time to. Not at work just now: then the next time.
  void strikeIfDue() throws IOException {
    Strike strike = due.peek();
    if (strike == null || tally.share() < strike.share()) {
      return;
    }
    for (Worker worker : crew.all(strike.kind())) {
      if (worker.isAlive() && worker.killAtWork(signals, tally)) {
        due.remove();
        Worker next = crew.replace(worker);
        progress.say(describe(worker, next));
        return;
      }
    }
  }

  private static String describe(Worker dead, Worker next) throws IOException {
    Note last = dead.last();
    if (last == null) {
      throw new IOException(dead.orders().role() + " was killed and has noted nothing");
    }
    return String.format(
        "kill -9 %d: %s died %s piece %d; process %d takes its place",
        dead.pid(),
        dead.orders().role(),
        last.event() == Note.Event.SENDING ? "sending" : "receiving",
        last.piece(),
        next.pid());
  }

  /// Checks that all strikes have struck.
  ///
  /// @throws IOException if the work was done before
  void requireDone() throws IOException {
    if (!due.isEmpty()) {
      throw new IOException(
          "all was sent before a " + due.element().kind() + " could be killed; try a larger file");
    }
  }

  @Override
  public void close() {
    signals.close();
  }
}
