// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A run and the pages that look at it.
///
/// Whenever something has happened each of them is shown the new moment, at most 25 times a second.
/// When nothing happens the run is looked at once in a while, ever more rarely. When no page has
/// looked for a while the run ends.
public final class LiveRun {
  private static final long LEAST_MILLIS = 40;
  private static final long CALM_MILLIS = 250;
  private static final long CALMEST_MILLIS = 1000;

  /// A look takes at most this part of the time, unless the machine is too busy for it.
  private static final int SHARE = 5;

  /// How long a run goes on without a page: as long as one takes to be loaded anew.
  private static final long ALONE_MILLIS = 10_000;

  private final ScenarioRun run;
  private final List<Viewer> viewers = new CopyOnWriteArrayList<>();

  LiveRun(ScenarioRun run) {
    this.run = run;
  }

  /// The run.
  public ScenarioRun run() {
    return run;
  }

  /// Begins to show it to a page.
  ///
  /// @param calm whether the page is in the background, where once a second is enough
  public Viewer open(boolean calm) {
    Viewer viewer = new Viewer(calm ? CALMEST_MILLIS : LEAST_MILLIS);
    viewers.add(viewer);
    return viewer;
  }

  /// Ends to show it to a page.
  public void close(Viewer viewer) {
    viewers.remove(viewer);
  }

  /// Shows the run to all; how many milliseconds the look took.
  private long shown() {
    long began = System.nanoTime();
    String moment = run.frame();
    viewers.forEach(viewer -> viewer.show(moment));
    return (System.nanoTime() - began) / 1_000_000;
  }

  private long leastMillis() {
    return viewers.stream().mapToLong(Viewer::leastMillis).min().orElse(LEAST_MILLIS);
  }

  void start() {
    Thread.ofVirtual().name("run " + run.id()).start(this::show);
  }

  private void show() {
    try (run) {
      long seen = 0;
      long calm = CALM_MILLIS;
      long alone = 0;
      while (!run.isClosed() && alone < ALONE_MILLIS) {
        long began = System.nanoTime();
        long now = run.awaitChange(seen, calm);
        calm = now == seen ? Math.min(CALMEST_MILLIS, calm + CALM_MILLIS) : CALM_MILLIS;
        seen = now;
        long took = viewers.isEmpty() ? 0 : shown();
        Thread.sleep(Math.max(leastMillis(), Math.min(CALMEST_MILLIS, SHARE * took)));
        alone = viewers.isEmpty() ? alone + (System.nanoTime() - began) / 1_000_000 : 0;
      }
    } catch (InterruptedException ends) {
      Thread.currentThread().interrupt();
    }
  }
}
