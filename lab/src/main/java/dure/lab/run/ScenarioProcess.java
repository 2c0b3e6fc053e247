// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import dure.lab.scenario.ProcessPlan;
import java.util.List;

/// A process of a scenario under its letter, and what it last reported; a killed one can be started
/// anew.
///
/// For one thread at a time.
final class ScenarioProcess {
  private final ProcessPlan plan;
  private ActorProcess process;
  private ProcessUse use;
  private String rate;
  private boolean paused;
  private String doing = "starts";
  private List<String> about = List.of();
  private long since;
  private long done;
  private boolean killed;
  private String killAt = "";

  ScenarioProcess(ProcessPlan plan, ActorProcess process, boolean paused) {
    this.plan = plan;
    this.rate = plan.rate();
    this.paused = paused;
    this.process = process;
    this.use = new ProcessUse(process.pid());
    this.since = System.nanoTime();
  }

  /// Puts a new process in the place of one that has ended.
  void restart(ActorProcess anew) {
    process = anew;
    use = new ProcessUse(anew.pid());
    killed = false;
    killAt = "";
    done = 0;
    doing = "starts";
    about = List.of();
    since = System.nanoTime();
  }

  /// Notes what the process told; whether it is the moment at which it is to be killed.
  boolean note(LabEvent event) {
    switch (event.word()) {
      case "gone" -> {
        return false; // what it last told stays what it did
      }
      case "counted" -> {
        done = Long.parseLong(event.arguments().getFirst());
        return false;
      }
      case "accepted", "took", "holds", "received" -> done++;
      default -> {
        // The others count nothing.
      }
    }
    doing = event.word();
    about = event.arguments();
    since = event.nanos();
    return event.word().equals(killAt);
  }

  void killAt(String word) {
    killAt = word;
  }

  void killed() {
    killed = true;
    killAt = "";
    since = System.nanoTime();
  }

  void rate(String anew) {
    rate = anew;
  }

  void paused(boolean anew) {
    paused = anew;
  }

  ProcessPlan plan() {
    return plan;
  }

  ActorProcess process() {
    return process;
  }

  ProcessUse use() {
    return use;
  }

  String rate() {
    return rate;
  }

  boolean isPaused() {
    return paused;
  }

  String doing() {
    return doing;
  }

  List<String> about() {
    return about;
  }

  long since() {
    return since;
  }

  long done() {
    return done;
  }

  boolean isKilled() {
    return killed;
  }
}
