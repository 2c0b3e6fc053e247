// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import dure.lab.kernel.ProcessSignals;
import dure.lab.scenario.ProcessPlan;
import dure.lab.scenario.Scenario;
import dure.lab.scenario.TimedOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;

/// A scenario that runs: it starts its mailboxes and processes, passes orders on, and looks at
/// everything whenever something has happened.
///
/// Safe for any number of threads.
public final class ScenarioRun implements AutoCloseable {
  /// Events that were told and not yet shown; more are counted and left out.
  private static final int MOST_EVENTS = 400;

  private static final long IN_THE_MIDDLE_MILLIS = 350;

  private final String id;
  private final Scenario scenario;
  private final RunMailboxes mailboxes;
  private final RunObjects objects;
  private final ExecutorService starter;
  private final Map<String, ScenarioProcess> actors = new LinkedHashMap<>();
  private final Queue<LabEvent> events = new ArrayDeque<>();
  private final RunClock clock = new RunClock();
  private double slower;
  private boolean paused;
  private int given;
  private int stepped;
  private long rounds;
  private long changes;
  private boolean closed;

  /// Starts a scenario.
  ///
  /// @param starter a thread that lasts as long as the lab, which starts the processes
  ScenarioRun(String id, Scenario scenario, ExecutorService starter) {
    this.id = id;
    this.scenario = scenario;
    this.starter = starter;
    this.slower = scenario.slower();
    this.mailboxes = new RunMailboxes(scenario);
    this.objects = new RunObjects(id, scenario);
    for (ProcessPlan plan : scenario.processes()) {
      actors.put(plan.letter(), new ScenarioProcess(plan, started(plan), false));
      if (plan.kind().equals("owner")) {
        mailboxes.awaitCreated(plan.mailbox());
      }
    }
  }

  private ActorProcess started(ProcessPlan plan) {
    List<String> arguments = new ArrayList<>();
    arguments.add("rate=" + plan.rate());
    mailboxes.addressesOf(plan).forEach(arguments::add);
    objects.optionsOf(plan).forEach((name, value) -> arguments.add(name + "=" + value));
    try {
      ActorProcess process =
          starter.submit(() -> ActorProcess.start(plan, arguments, this::happened)).get();
      process.order("slower " + slower);
      return process;
    } catch (Exception failed) {
      throw new IllegalStateException("cannot start " + plan.letter(), failed);
    }
  }

  /// Its name among those that run.
  public String id() {
    return id;
  }

  /// What runs.
  public Scenario scenario() {
    return scenario;
  }

  private synchronized void happened(LabEvent event) {
    ScenarioProcess actor = actors.get(event.letter());
    if (actor != null && actor.note(event)) {
      killInAMoment(actor);
    }
    if (actors.size() == scenario.processes().size()
        && actors.values().stream().noneMatch(each -> each.doing().equals("starts"))) {
      clock.begin();
    }
    tell(event);
  }

  /// Kills a process in the middle of what it has just begun, late enough for it to be seen.
  private void killInAMoment(ScenarioProcess actor) {
    Thread _ =
        Thread.startVirtualThread(() -> {
          try {
            Thread.sleep(IN_THE_MIDDLE_MILLIS);
            order(actor.plan().letter(), "kill");
          } catch (InterruptedException | IllegalArgumentException over) {
            // The run has ended.
          }
        });
  }

  private void tell(LabEvent event) {
    if (events.size() < MOST_EVENTS && !event.word().equals("counted")) {
      events.add(event);
    }
    changed();
  }

  private void tell(ScenarioProcess actor, String word) {
    tell(new LabEvent(System.nanoTime(), actor.plan().letter(), word, List.of()));
  }

  private void changed() {
    changes++;
    notifyAll();
  }

  // Orders.

  /// Does something to one process.
  ///
  /// @param order `pause`, `go`, `step`, `rate R`, `stop`, `continue`, `kill`, `restart`, or `do
  ///   WORD` for an action of its role
  /// @throws IllegalArgumentException if there is no such process or order
  public synchronized void order(String letter, String order) {
    ScenarioProcess actor = actors.get(letter);
    if (actor == null || closed) {
      throw new IllegalArgumentException("there is no process " + letter);
    }
    String[] words = order.split(" ", 2);
    switch (words[0]) {
      case "pause" -> pause(actor, true);
      case "go" -> pause(actor, false);
      case "step" -> step(actor);
      case "rate" -> rate(actor, second(words));
      case "stop" -> signal(actor, ProcessSignals.STOP, "stopped");
      case "continue" -> signal(actor, ProcessSignals.CONTINUE, "continued");
      case "kill" -> kill(actor);
      case "kill-at" -> killAt(actor, second(words));
      case "restart" -> restart(actor);
      case "do" -> actor.process().order("do " + second(words));
      default -> throw new IllegalArgumentException("there is no order " + words[0]);
    }
    changed();
  }

  private static String second(String[] words) {
    if (words.length < 2) {
      throw new IllegalArgumentException("the order '" + words[0] + "' needs a second word");
    }
    return words[1];
  }

  private static void pause(ScenarioProcess actor, boolean paused) {
    actor.paused(paused);
    actor.process().order(paused ? "pause" : "go");
  }

  private static void step(ScenarioProcess actor) {
    actor.paused(true);
    actor.process().order("step");
  }

  private static void rate(ScenarioProcess actor, String rate) {
    if (!rate.matches("max|[0-9]{1,7}(\\.[0-9]{1,3})?") || rate.matches("0*(\\.0*)?")) {
      throw new IllegalArgumentException("a rate is a positive number, or max");
    }
    actor.rate(rate);
    actor.process().order("rate " + rate);
  }

  private void signal(ScenarioProcess actor, ProcessSignals signal, String word) {
    actor.process().signal(signal);
    tell(actor, word);
  }

  private void kill(ScenarioProcess actor) {
    if (actor.process().isAlive()) {
      actor.process().signal(ProcessSignals.KILL);
      actor.killed();
      tell(actor, "killed");
    }
  }

  private static void killAt(ScenarioProcess actor, String word) {
    actor.killAt(word);
  }

  private void restart(ScenarioProcess actor) {
    if (!actor.process().isAlive() || actor.isKilled()) {
      actor.restart(started(actor.plan()));
      if (actor.isPaused()) {
        actor.process().order("pause");
      }
      tell(actor, "restarted");
    }
  }

  /// Does something to all of it.
  ///
  /// @param order `pause`, `go`, `step` (one message), or `slower F`
  /// @throws IllegalArgumentException if there is no such order
  public synchronized void order(String order) {
    String[] words = order.split(" ", 2);
    switch (words[0]) {
      case "pause" -> pauseAll(true);
      case "go" -> pauseAll(false);
      case "step" -> stepOne();
      case "slower" -> slow(Double.parseDouble(second(words)));
      default -> throw new IllegalArgumentException("there is no order " + words[0]);
    }
    changed();
  }

  private void pauseAll(boolean anew) {
    paused = anew;
    clock.pause(anew);
    actors.values().forEach(actor -> pause(actor, anew));
  }

  /// One process after the other goes one step.
  private void stepOne() {
    if (!paused) {
      pauseAll(true);
    }
    List<ScenarioProcess> able =
        actors.values().stream().filter(actor -> actor.process().isAlive()).toList();
    if (!able.isEmpty()) {
      step(able.get(stepped++ % able.size()));
    }
  }

  private void slow(double factor) {
    if (!(factor >= 1 && factor <= 1024)) {
      throw new IllegalArgumentException("a scenario runs as it is, or up to 1024 times slower");
    }
    slower = factor;
    String order = String.format(Locale.ROOT, "slower %.3f", factor);
    actors.values().forEach(actor -> actor.process().order(order));
  }

  /// Gives the orders that are due.
  private void giveTimedOrders() {
    if (!clock.isRunning()) {
      return;
    }
    List<TimedOrder> orders = scenario.orders();
    double now = clock.seconds() - rounds * scenario.repeat();
    while (given < orders.size() && orders.get(given).seconds() <= now) {
      TimedOrder due = orders.get(given++);
      if (actors.containsKey(due.letter())) {
        order(due.letter(), due.order());
      }
    }
    if (given == orders.size() && scenario.repeat() > 0 && now >= scenario.repeat()) {
      given = 0;
      rounds++;
    }
  }

  // What is seen.

  /// Waits until something has happened after a moment, at most so long; the moment of now.
  public synchronized long awaitChange(long seen, long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; changes == seen && !closed && left > 0; ) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
    giveTimedOrders();
    return changes;
  }

  /// What it looks like now, as JSON on one line.
  public synchronized String frame() {
    actors.values().forEach(actor -> actor.use().look());
    List<LabEvent> news = new ArrayList<>(events);
    events.clear();
    return new FrameText(clock, slower, paused, actors.values(), news, mailboxes, objects).json();
  }

  /// Whether it has ended.
  public synchronized boolean isClosed() {
    return closed;
  }

  /// Ends its processes and removes its mailboxes.
  @Override
  public void close() {
    List<ScenarioProcess> all;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      all = List.copyOf(actors.values());
      notifyAll();
    }
    all.forEach(actor -> actor.process().close());
    for (ScenarioProcess actor : all) {
      try {
        actor.process().awaitEnd(2000);
      } catch (InterruptedException hurry) {
        actor.process().signal(ProcessSignals.KILL);
        Thread.currentThread().interrupt();
      }
    }
    mailboxes.close();
    objects.close();
  }
}
