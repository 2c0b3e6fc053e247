// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A wait for something to become true, in place of a sleep that hopes it has.
public final class Eventually {
  private Eventually() {}

  /// Returns once a condition holds, and fails if it does not within our [Child#PATIENCE].
  public static void holds(Callable<Boolean> condition) {
    try {
      for (long began = System.nanoTime(); !condition.call(); ) {
        if (System.nanoTime() - began > Child.PATIENCE.toNanos()) {
          throw new AssertionError("waited in vain for " + Child.PATIENCE);
        }
        Thread.sleep(1);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Returns what a future completes with, and fails if it does not within our [Child#PATIENCE].
  ///
  /// @throws ExecutionException if it completes with an exception
  public static <T extends @Nullable Object> T result(Future<T> future)
      throws ExecutionException, InterruptedException {
    try {
      return future.get(Child.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException hangs) {
      throw new AssertionError("waited in vain for " + Child.PATIENCE, hangs);
    }
  }
}
