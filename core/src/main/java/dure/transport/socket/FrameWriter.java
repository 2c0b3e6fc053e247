// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.ConnectionLostException;
import dure.Deadline;
import dure.socket.Endpoint;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writes frames to a peer that may be stopped, as [dure.socket.SocketFrames] reads them. What does
/// not go at once is written by the thread that waits for it, or by one of its own, in order and
/// many frames at a time, so that no caller waits longer than it wants to.
final class FrameWriter {
  private static final Duration SLICE = Duration.ofSeconds(1);

  /// The most bytes of several frames that are written at once.
  private static final int AT_ONCE = 64 << 10;

  private final Endpoint connection;
  private final ReentrantLock lock;
  private final Condition written;

  // Guarded by the lock.
  private final Deque<Frame> waiting = new ArrayDeque<>();
  private boolean draining;
  private @Nullable ConnectionLostException lost;

  /// Of the thread that drains.
  private final List<Frame> batch = new ArrayList<>();

  private byte[] piece = new byte[0];

  /// @param connection a stream that no other object writes
  /// @param lock the order in which frames go: a thread that has it adds its frames in a row
  FrameWriter(Endpoint connection, ReentrantLock lock) {
    this.connection = connection;
    this.lock = lock;
    this.written = lock.newCondition();
  }

  /// Writes a frame; false if the peer had taken in none of it by the deadline, and then it never
  /// will. What has begun is written to its end, whenever that is.
  ///
  /// @throws InterruptedException if none of it was written; else the interrupt shows afterwards
  boolean write(Frame frame, long deadline) throws InterruptedException {
    lock.lock();
    try {
      return add(frame) || await(frame, deadline);
    } finally {
      lock.unlock();
    }
  }

  /// Has a frame written behind all before it, and does not wait for that.
  void writeLater(Frame frame) {
    lock.lock();
    try {
      if (!add(frame)) {
        drainLater();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The same, by another thread: frames that come one upon the other go together.
  void writeTogether(Frame frame) {
    lock.lock();
    try {
      requireConnection();
      waiting.add(frame);
      drainLater();
    } finally {
      lock.unlock();
    }
  }

  /// Adds a frame that goes together with the next. For a thread that has the lock.
  void precede(Frame frame) {
    requireConnection();
    waiting.add(frame);
  }

  /// Adds a frame, and writes what goes now; whether it is gone. For a thread that has the lock,
  /// and then calls [#await] or has it [#drainLater].
  boolean add(Frame frame) {
    requireConnection();
    boolean alone = !draining && waiting.isEmpty();
    waiting.add(frame);
    if (alone) {
      writeAlone(frame);
    } else if (!draining) {
      try {
        while (prepare() && writePart(Duration.ZERO)) {
          // and the next
        }
      } catch (ConnectionLostException gone) {
        fail(gone);
        throw gone;
      }
    }
    return frame.isGone();
  }

  /// Writes what goes now of the only frame there is.
  private void writeAlone(Frame frame) {
    try {
      int now =
          Uninterruptibly.call(
              () -> connection.write(frame.bytes, 0, frame.bytes.length, Duration.ZERO));
      frame.went(now);
    } catch (ConnectionLostException gone) {
      fail(gone);
      throw gone;
    }
    if (frame.isGone()) {
      waiting.clear();
    }
  }

  private void drainLater() {
    if (!draining && !waiting.isEmpty()) {
      draining = true;
      Thread _ = Thread.ofVirtual().name("dure-writer").start(this::drainAll);
    }
  }

  /// Waits until a frame that was added is gone, as [#write] does; and writes it, if no other
  /// thread writes. For a thread that has the lock, which others may have meanwhile.
  boolean await(Frame frame, long deadline) throws InterruptedException {
    try {
      while (!frame.isGone()) {
        requireConnection();
        long left = Deadline.remaining(deadline);
        if (left <= 0) {
          return !isTakenBack(frame);
        }
        if (draining) {
          long _ = written.awaitNanos(Math.min(left, TimeUnit.HOURS.toNanos(1)));
        } else {
          drainForAWhile(Math.min(left, SLICE.toNanos()));
        }
      }
      return true;
    } catch (InterruptedException interrupted) {
      if (isTakenBack(frame)) {
        throw interrupted;
      }
      if (frame.goesWhole()) {
        return awaitWhole(frame);
      }
      Thread.currentThread().interrupt();
      return true;
    } finally {
      drainLater();
    }
  }

  /// Waits on for a frame that has begun, and that is nothing until it is whole.
  private boolean awaitWhole(Frame frame) {
    return Uninterruptibly.call(() -> await(frame, Deadline.NEVER));
  }

  /// Writes once, without the lock.
  private void drainForAWhile(long nanos) throws InterruptedException {
    draining = true;
    try {
      boolean _ = prepare() && writeOutside(Duration.ofNanos(nanos));
    } catch (ConnectionLostException gone) {
      fail(gone);
      throw gone;
    } finally {
      draining = false;
      written.signalAll();
    }
  }

  private boolean isTakenBack(Frame frame) {
    boolean takenBack = !frame.begun && waiting.remove(frame);
    if (takenBack) {
      frame.takenBack();
    }
    return takenBack;
  }

  /// Puts together what goes next; false if there is nothing.
  private boolean prepare() {
    batch.clear();
    int bytes = 0;
    for (Frame frame : waiting) {
      bytes += frame.left();
      if (!batch.isEmpty() && bytes > AT_ONCE) {
        break;
      }
      batch.add(frame);
    }
    return !batch.isEmpty();
  }

  /// Writes what was put together; whether all of it is gone.
  private boolean writePart(Duration within) {
    int now = Uninterruptibly.call(() -> write(within));
    return account(now);
  }

  private boolean writeOutside(Duration within) throws InterruptedException {
    batch.forEach(frame -> frame.begun = true); // for as long as it cannot be taken back
    int now = 0;
    lock.unlock();
    try {
      now = write(within);
    } finally {
      lock.lock();
      boolean _ = account(now);
    }
    return now > 0;
  }

  private int write(Duration within) throws InterruptedException {
    Frame first = batch.getFirst();
    if (batch.size() == 1) {
      return connection.write(first.bytes, first.gone, first.left(), within);
    }
    if (piece.length == 0) {
      piece = new byte[AT_ONCE];
    }
    int length = 0;
    for (Frame frame : batch) {
      System.arraycopy(frame.bytes, frame.gone, piece, length, frame.left());
      length += frame.left();
    }
    return connection.write(piece, 0, length, within);
  }

  /// Notes how many bytes of what was put together are gone; whether all are.
  private boolean account(int bytes) {
    int left = bytes;
    for (Frame frame : batch) {
      int part = Math.min(left, frame.left());
      left -= part;
      frame.went(part);
      if (frame.isGone()) {
        waiting.remove();
      }
    }
    return batch.getLast().isGone();
  }

  private void drainAll() {
    lock.lock();
    try {
      while (prepare()) {
        boolean _ = writeOutside(SLICE);
        written.signalAll();
      }
      draining = false;
    } catch (ConnectionLostException gone) {
      fail(gone);
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
      draining = false;
    } finally {
      lock.unlock();
    }
  }

  private void fail(ConnectionLostException why) {
    lost = why;
    draining = false;
    waiting.clear();
    written.signalAll();
  }

  private void requireConnection() {
    ConnectionLostException why = lost;
    if (why != null) {
      throw new ConnectionLostException(why.subject(), why.mailbox(), why.problem());
    }
  }
}
