// SPDX-License-Identifier: Apache-2.0
package dure.service;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Loops on an executor, each of which takes one step after the other until the group is stopped.
///
/// A step waits for a message no longer than [#SLICE] and then ends, so that a loop notices the
/// stop. Mailboxes wake their sleepers as often anyway.
final class LoopGroup {
  /// The longest wait of one step.
  static final Duration SLICE = Duration.ofMillis(50);

  private static final long SLICE_NANOS = SLICE.toNanos();

  /// When a step that begins now ends its wait.
  static long sliceFromNow() {
    return System.nanoTime() + SLICE_NANOS;
  }

  /// One turn of a loop.
  interface Step {
    void run() throws Exception;
  }

  private final Step step;
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  // Guarded by this.
  private int running;
  private @Nullable Throwable failure;

  LoopGroup(Step step) {
    this.step = step;
  }

  /// Runs a loop on a daemon thread of its own.
  static Executor ownThread(String name) {
    return loop -> Thread.ofPlatform().daemon().name(name).start(loop);
  }

  /// Starts loops. If the executor refuses one, those before it are stopped.
  void start(Executor executor, int loops) {
    boolean started = false;
    try {
      for (int i = 0; i < loops; i++) {
        executor.execute(this::loop);
      }
      started = true;
    } finally {
      if (!started) {
        stop();
      }
    }
  }

  private void loop() {
    if (!begin()) {
      return;
    }
    threads.add(Thread.currentThread());
    @Nullable Throwable thrown = null;
    try {
      while (!stopping) {
        step.run();
      }
    } catch (InterruptedException askedToStop) {
      Thread.currentThread().interrupt();
    } catch (Throwable unexpected) {
      thrown = unexpected;
    } finally {
      threads.remove(Thread.currentThread());
      end(thrown);
    }
  }

  private synchronized boolean begin() {
    if (stopping) {
      return false;
    }
    running++;
    return true;
  }

  /// One loop that fails or is interrupted stops all: a group never runs with fewer unnoticed.
  private synchronized void end(@Nullable Throwable thrown) {
    failure = failure == null ? thrown : failure;
    stopping = true;
    running--;
    completeIfDone();
  }

  private void completeIfDone() {
    if (!stopping || running > 0) {
      return;
    }
    if (failure == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(failure);
    }
  }

  /// Has each loop end after its present step.
  synchronized void stop() {
    stopping = true;
    completeIfDone();
  }

  /// Done when every loop has ended; exceptionally if a step threw.
  CompletableFuture<@Nullable Void> done() {
    return done.copy();
  }

  /// Waits until every loop has ended; whether that was in time.
  boolean awaitEnd(Duration within) throws InterruptedException {
    try {
      done.handle((_, _) -> true).get(within.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Stops, and waits until every loop has ended. An interrupt of the caller is passed on to the
  /// loops, and the wait goes on.
  ///
  /// @throws IllegalStateException if a loop itself calls this
  void close() {
    if (threads.contains(Thread.currentThread())) {
      throw new IllegalStateException(
          "a handler cannot wait for its own end: close from another thread");
    }
    stop();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = awaitEnd(Duration.ofDays(1));
      } catch (InterruptedException hurry) {
        interrupted = true;
        threads.forEach(Thread::interrupt);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
