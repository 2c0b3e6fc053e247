// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A request under way at the host.
final class Task {
  final int id;

  /// What the request holds in memory.
  final int bytes;

  private final CompletableFuture<@Nullable Read> next = new CompletableFuture<>();
  private volatile @Nullable Thread thread;
  private volatile boolean asks;

  // Guarded by this.
  private boolean committed;

  Task(int id, int bytes) {
    this.id = id;
    this.bytes = bytes;
  }

  /// Begins it on a virtual thread of its own.
  void start(Runnable work) {
    Thread worker = Thread.ofVirtual().name("dure-request").unstarted(work);
    thread = worker;
    worker.start();
  }

  /// Interrupts it, unless something has come of it already.
  synchronized void cancel() {
    Thread worker = thread;
    if (!committed && worker != null) {
      worker.interrupt();
    }
  }

  /// Something has come of it: from here on it cannot be cancelled.
  synchronized void commit() {
    committed = true;
    boolean _ = Thread.interrupted();
  }

  /// From now on the guest is to say what is next.
  void ask() {
    asks = true;
  }

  /// @throws IllegalArgumentException if the guest goes on with what does not wait for him
  void requireAsked() {
    if (!asks) {
      throw new IllegalArgumentException("request " + id + " does not wait for its guest");
    }
  }

  /// Passes on what the guest has to say next; null when he has left. Only the first counts.
  void follow(@Nullable Read said) {
    next.complete(said);
  }

  /// What the guest has to say next; null if he has left.
  @Nullable Read next() {
    return next.join();
  }

  void awaitEnd(Duration longest) {
    Thread worker = thread;
    if (worker != null) {
      Quietly.join(worker, longest);
    }
  }
}
