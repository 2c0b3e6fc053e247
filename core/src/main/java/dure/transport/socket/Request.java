// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A request under way at the host.
final class Request {
  final int id;
  final Op op;
  private final CompletableFuture<@Nullable WireReader> next = new CompletableFuture<>();
  private final AtomicInteger bytes;
  private final AtomicReference<@Nullable WireReader> request;
  private final AtomicBoolean takesRoom;

  /// How many bytes the guest may say next; less than none while it is not its turn.
  private volatile long awaited = -1;

  // Guarded by this.
  private boolean committed;
  private @Nullable Thread thread;

  Request(int id, Op op, WireReader request) {
    this.id = id;
    this.op = op;
    this.request = new AtomicReference<>(request);
    this.bytes = new AtomicInteger(op.carriesMessage() ? request.size() : 0);
    this.takesRoom = new AtomicBoolean(op.takesRoom());
  }

  /// What was asked, once: it is not kept while the task waits for other things.
  WireReader request() {
    return Objects.requireNonNull(request.getAndSet(null));
  }

  /// The same, for a look that does not count.
  WireReader glance() {
    return Objects.requireNonNull(request.get()).again();
  }

  /// How many bytes of a message wait here.
  int bytes() {
    return bytes.get();
  }

  /// They wait no more: how many they were.
  int letGo() {
    return bytes.getAndSet(0);
  }

  /// It takes no room in the mailbox any more; true if it might have until now.
  boolean letRoomGo() {
    return takesRoom.getAndSet(false);
  }

  /// Begins it on a virtual thread of its own.
  synchronized void start(Runnable work) {
    thread = Thread.ofVirtual().name("dure-request").start(work);
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

  /// From now on it is the guest's turn.
  ///
  /// @param most the most bytes the guest may say
  void awaitGuest(long most) {
    awaited = most;
  }

  /// @throws IllegalArgumentException if it is not the guest's turn, or not to say so much
  void requireAwaited(int size) {
    if (size > awaited) {
      throw new IllegalArgumentException("request " + id + " does not wait for this");
    }
  }

  /// Passes on what the guest has to say next; null when it has left. Only the first counts.
  void follow(@Nullable WireReader said) {
    next.complete(said);
  }

  /// What the guest has to say next; null if it has left.
  @Nullable WireReader next() {
    return next.join();
  }

  void awaitEnd(Duration longest) {
    Thread worker;
    synchronized (this) {
      worker = thread;
    }
    if (worker != null) {
      Uninterruptibly.join(worker, longest);
    }
  }
}
