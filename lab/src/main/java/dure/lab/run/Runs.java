// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import dure.lab.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The scenarios that run now: a bounded number, each for as long as a page looks at it.
///
/// Safe for any number of threads.
public final class Runs implements AutoCloseable {
  /// The most runs at once: each has processes of its own.
  public static final int MOST = 4;

  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("starter").factory());
  private final Map<String, LiveRun> running = new LinkedHashMap<>();
  private int started;

  /// Starts a scenario.
  ///
  /// @throws TooManyRunsException if as many as possible run
  public LiveRun start(Scenario scenario) {
    String id;
    synchronized (this) {
      running.values().removeIf(live -> live.run().isClosed());
      if (running.size() >= MOST) {
        throw new TooManyRunsException();
      }
      id = Integer.toString(++started);
    }
    LiveRun live = new LiveRun(new ScenarioRun(id, scenario, starter));
    synchronized (this) {
      running.put(id, live);
    }
    live.start();
    return live;
  }

  /// A run by its id; null if there is none, or it has ended.
  public synchronized @Nullable LiveRun get(String id) {
    LiveRun live = running.get(id);
    return live == null || live.run().isClosed() ? null : live;
  }

  /// Ends all.
  @Override
  public void close() {
    List<LiveRun> all;
    synchronized (this) {
      all = List.copyOf(running.values());
      running.clear();
    }
    all.forEach(live -> live.run().close());
    starter.shutdown();
  }
}
