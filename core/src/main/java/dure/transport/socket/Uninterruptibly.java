// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Waits that are short, and not ended by interrupts: those show afterwards.
final class Uninterruptibly {
  private Uninterruptibly() {}

  /// Something that an interrupt may end, and that can be begun again.
  interface Call<T extends @Nullable Object> {
    T call() throws InterruptedException;
  }

  static <T extends @Nullable Object> T call(Call<T> call) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return call.call();
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  static void join(Thread thread, Duration longest) {
    boolean _ = call(() -> thread.join(longest));
  }
}
