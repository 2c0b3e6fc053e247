// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A platform thread in the place of a virtual one, for the calls that block in the kernel and
/// cannot be waited for otherwise.
public final class BlockingPool {
  /// How long one that is free stays for the next call.
  private static final long IDLE_MILLIS = 200;

  private static final ExecutorService THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_MILLIS,
          TimeUnit.MILLISECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("dure-substitute-", 0).factory());

  private BlockingPool() {}

  /// Makes a call on this thread if it is a platform thread, else on another while this one parks,
  /// however it is interrupted: its status is kept. The call is to end soon.
  public static <T> T call(Supplier<T> call) {
    return call(call, () -> {});
  }

  /// The same, and a virtual thread that is interrupted meanwhile does something about it, as
  /// ending the call.
  public static <T> T call(Supplier<T> call, Runnable interrupted) {
    return Thread.currentThread().isVirtual()
        ? outcome(THREADS.submit(call::get), interrupted)
        : call.get();
  }

  private static <T> T outcome(Future<T> future, Runnable onInterruption) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException later) {
          interrupted = true;
          onInterruption.run();
        }
      }
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw new AssertionError("a supplier throws nothing checked", failed.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
