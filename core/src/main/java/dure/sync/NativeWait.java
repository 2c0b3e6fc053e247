// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.linux.Errno;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Waits that happen inside a function of C, which knows no interrupts and holds its thread: done
/// in slices, and for a virtual thread by a platform thread in its place.
final class NativeWait {
  /// The longest a thread is in C at a time: an interrupt or a close is noticed within this.
  static final long SLICE_NANOS = 100_000_000L;

  private static final long IDLE_MILLIS = 500;

  /// A thread for each virtual thread that waits, gone soon after.
  private static final ExecutorService STAND_INS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_MILLIS,
          TimeUnit.MILLISECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("dure-stand-in-", 0).factory());

  /// One slice of the wait.
  interface Slice {
    /// Waits at most `nanos`: zero if it has what it waited for, `EAGAIN`, `ETIMEDOUT` or `EINTR`
    /// if not yet, and any other result ends the wait.
    int await(long nanos);
  }

  private NativeWait() {}

  /// Waits slice after slice: the last slice's result.
  static int await(Wait wait, Slice slice) throws InterruptedException {
    int result = slice.await(0);
    while (isNotYet(result) && wait.goesOn()) {
      long nanos = Math.min(SLICE_NANOS, wait.remaining());
      result =
          Thread.currentThread().isVirtual() ? awaitElsewhere(slice, nanos) : slice.await(nanos);
    }
    return result;
  }

  static boolean isNotYet(int result) {
    return Errno.EAGAIN.is(result) || Errno.ETIMEDOUT.is(result) || Errno.EINTR.is(result);
  }

  /// Has another thread wait. Once it has begun its slice it is waited for, interrupted or not: it
  /// may get what this thread wants.
  private static int awaitElsewhere(Slice slice, long nanos) {
    CompletableFuture<Integer> result =
        CompletableFuture.supplyAsync(() -> slice.await(nanos), STAND_INS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
