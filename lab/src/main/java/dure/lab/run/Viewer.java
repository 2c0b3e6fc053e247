// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A page that looks at something live: what it has not fetched yet waits here, a bounded number of
/// moments, of which the oldest goes first.
public final class Viewer {
  static final int MOST_WAITING = 64;

  private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final long leastMillis;

  /// @param leastMillis how long there is at least from one moment to the next
  public Viewer(long leastMillis) {
    this.leastMillis = leastMillis;
  }

  long leastMillis() {
    return leastMillis;
  }

  /// Shows it a moment.
  void show(String moment) {
    while (!waiting.offer(moment)) {
      var _ = waiting.poll();
    }
  }

  /// The next moment, waiting for it at most so long; null if there was none.
  public @Nullable String next(long millis) throws InterruptedException {
    return waiting.poll(millis, TimeUnit.MILLISECONDS);
  }
}
