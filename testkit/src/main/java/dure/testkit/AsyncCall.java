// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A call that is expected to block, made by a thread of its own and watched from outside.
///
/// @param <T> what the call returns
public final class AsyncCall<T extends @Nullable Object> {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final FutureTask<T> task;
  private final Thread thread;

  private AsyncCall(boolean virtual, Callable<T> call) {
    task = new FutureTask<>(call);
    Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
    thread = builder.name("call-" + COUNT.incrementAndGet()).start(task);
  }

  /// A call that returns nothing.
  @FunctionalInterface
  public interface Action {
    /// Makes the call.
    void run() throws Exception;
  }

  /// Makes a call on a platform thread.
  public static <T extends @Nullable Object> AsyncCall<T> start(Callable<T> call) {
    return start(false, call);
  }

  /// Makes a call on a virtual or a platform thread.
  public static <T extends @Nullable Object> AsyncCall<T> start(boolean virtual, Callable<T> call) {
    return new AsyncCall<>(virtual, call);
  }

  /// Makes a call that returns nothing on a platform thread.
  public static AsyncCall<@Nullable Void> run(Action call) {
    return run(false, call);
  }

  /// Makes a call that returns nothing on a virtual or a platform thread.
  public static AsyncCall<@Nullable Void> run(boolean virtual, Action call) {
    return start(
        virtual,
        () -> {
          call.run();
          return null;
        });
  }

  /// Waits until the calling thread sleeps inside the call; fails if the call ends instead.
  public AsyncCall<T> awaitAsleep() {
    Asleep.await(thread);
    return this;
  }

  /// Waits until the calling thread sleeps inside the call, or the call has ended.
  public void awaitAsleepOrDone() {
    Eventually.holds(() -> isDone() || Asleep.is(thread));
  }

  /// Whether the call has returned or thrown.
  public boolean isDone() {
    return task.isDone();
  }

  /// Interrupts the calling thread.
  public void interrupt() {
    thread.interrupt();
  }

  /// What the call returns, waited for at most [Child#PATIENCE].
  ///
  /// @throws ExecutionException if the call throws, with what it throws as its cause
  public T result() throws ExecutionException, InterruptedException {
    return Eventually.result(task);
  }

  /// What the call throws, waited for at most [Child#PATIENCE]; fails if it returns.
  public Throwable failure() throws InterruptedException {
    try {
      throw new AssertionError("the call returned " + result());
    } catch (ExecutionException thrown) {
      return Objects.requireNonNull(thrown.getCause());
    }
  }
}
