// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.util.concurrent.Callable;

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
}
