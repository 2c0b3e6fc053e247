// SPDX-License-Identifier: Apache-2.0
package dure.raw;

import java.util.concurrent.locks.LockSupport;

/// The crash tests' own version of the product's empty class of this name: stands before it on the
/// class path, and stops the thread at a chosen step so that its process can be killed right there.
public final class Step {
  private static final int CHOSEN = Integer.getInteger("crash.step", -1);
  private static int armed = 1;

  private Step() {}

  /// Stops here for good if this is the chosen step and it is armed.
  public static void reached(int number) {
    if (number == CHOSEN && armed > 0) {
      System.out.println("reached " + number);
      System.out.flush();
      while (true) {
        LockSupport.park();
      }
    }
  }

  /// From now on, or no longer, the chosen step stops the process.
  public static void arm(boolean on) {
    armed = on ? 1 : 0;
  }
}
