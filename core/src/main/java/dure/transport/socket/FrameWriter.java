// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.ConnectionLostException;
import dure.Deadline;
import dure.socket.Endpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes frames to a peer that may be stopped, as [dure.socket.SocketFrames] reads them. What does
/// not go at once is written by a thread of its own, in order, so that no caller waits longer than
/// it wants to.
final class FrameWriter {
  private static final Duration SLICE = Duration.ofSeconds(1);

  private final Endpoint connection;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition written = lock.newCondition();

  // Guarded by the lock.
  private final Deque<Frame> waiting = new ArrayDeque<>();
  private boolean draining;
  private @Nullable ConnectionLostException lost;

  /// A frame on its way.
  private static final class Frame {
    final byte[] bytes;
    int gone;
    boolean begun;

    Frame(byte[] body) {
      bytes =
          ByteBuffer.allocate(Integer.BYTES + body.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(body.length)
              .put(body)
              .array();
    }

    boolean isGone() {
      return gone == bytes.length;
    }
  }

  /// @param connection a stream that no other object writes
  FrameWriter(Endpoint connection) {
    this.connection = connection;
  }

  /// Writes a frame; false if the peer had taken in none of it by the deadline, and then it never
  /// will. What has begun is written to its end, whenever that is.
  ///
  /// @throws InterruptedException if none of it was written; else the interrupt shows afterwards
  boolean write(byte[] body, long deadline) throws InterruptedException {
    Frame frame = new Frame(body);
    lock.lock();
    try {
      enqueue(frame);
      return frame.isGone() || awaitGone(frame, deadline);
    } finally {
      lock.unlock();
    }
  }

  /// Has a frame written behind all before it, and does not wait for that.
  void writeLater(byte[] body) {
    lock.lock();
    try {
      enqueue(new Frame(body));
    } finally {
      lock.unlock();
    }
  }

  private void enqueue(Frame frame) {
    requireConnection();
    waiting.add(frame);
    if (!draining) {
      drain(Duration.ZERO);
      if (!waiting.isEmpty()) {
        draining = true;
        Thread _ = Thread.ofVirtual().name("dure-writer").start(this::drainAll);
      }
    }
  }

  private boolean awaitGone(Frame frame, long deadline) throws InterruptedException {
    try {
      while (!frame.isGone()) {
        long left = Deadline.remaining(deadline);
        if (left <= 0) {
          return !isTakenBack(frame);
        }
        long _ = written.awaitNanos(Math.min(left, TimeUnit.HOURS.toNanos(1)));
        requireConnection();
      }
      return true;
    } catch (InterruptedException interrupted) {
      if (isTakenBack(frame)) {
        throw interrupted;
      }
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean isTakenBack(Frame frame) {
    return !frame.begun && waiting.remove(frame);
  }

  /// Writes what goes now, one frame after the other.
  private void drain(Duration within) {
    for (Frame frame; (frame = waiting.peek()) != null && write(frame, within); ) {
      waiting.remove();
    }
  }

  /// Whether a frame is gone.
  private boolean write(Frame frame, Duration within) {
    int left = frame.bytes.length - frame.gone;
    int now = Uninterruptibly.call(() -> connection.write(frame.bytes, frame.gone, left, within));
    frame.gone += now;
    frame.begun |= frame.gone > 0;
    return frame.isGone();
  }

  private void drainAll() {
    try {
      while (drainOne()) {
        // and the next
      }
    } catch (ConnectionLostException gone) {
      fail(gone);
    }
  }

  /// Writes on at the first frame, outside the lock; whether there is more to write.
  private boolean drainOne() {
    Frame frame;
    lock.lock();
    try {
      frame = waiting.peek();
      draining = frame != null;
      if (frame == null) {
        return false;
      }
      frame.begun = true;
    } finally {
      lock.unlock();
    }
    boolean gone = write(frame, SLICE);
    lock.lock();
    try {
      if (gone) {
        waiting.remove();
        written.signalAll();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void fail(ConnectionLostException why) {
    lock.lock();
    try {
      lost = why;
      draining = false;
      waiting.clear();
      written.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void requireConnection() {
    ConnectionLostException why = lost;
    if (why != null) {
      throw new ConnectionLostException(why.subject(), why.mailbox(), why.problem());
    }
  }
}
