// SPDX-License-Identifier: Apache-2.0
package dure.service;

import dure.Choice;
import dure.Deadline;
import dure.DureException;
import dure.Mailbox;
import dure.Message;
import dure.Occupancy;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The calls that a client has under way.
///
/// Of the threads that wait, one reads the reply mailbox, and hands each of the others its reply;
/// with its own reply in hand it leaves the reading to the next. So a single caller takes its reply
/// straight from the mailbox, and no thread runs beside the callers.
///
/// A call keeps its place until its reply has come, also when its caller has left. So there are
/// never more replies on their way than places, and a reply mailbox with room for as many is never
/// full.
final class PendingCalls {
  /// One call's place.
  static final class Place {
    private final Condition changed;
    private long correlation;
    private @Nullable Message reply;
    private boolean taken;

    /// Whether the caller still wants the reply.
    private boolean wanted;

    /// Whether the caller waits for a change of this place.
    private boolean waiting;

    Place(Condition changed, int index) {
      this.changed = changed;
      this.correlation = index;
    }

    /// The number of the call that has the place.
    long correlation() {
      return correlation;
    }
  }

  private final Mailbox requests;
  private final Mailbox replies;

  // Guarded by the lock.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition vacant = lock.newCondition();
  private final Place[] places;
  private boolean reading;

  /// @param requests of the service, asked whether the service still is
  /// @param replies of this client
  /// @param most how many calls there can be
  PendingCalls(Mailbox requests, Mailbox replies, int most) {
    this.requests = requests;
    this.replies = replies;
    this.places = new Place[most];
    for (int i = 0; i < most; i++) {
      places[i] = new Place(lock.newCondition(), i);
    }
  }

  /// Takes a place for a call; null if there was none in time.
  @Nullable Place begin(long deadline) throws InterruptedException {
    lock.lock();
    try {
      Place place = free();
      while (place == null && goOn(vacant, deadline)) {
        place = free();
      }
      if (place != null) {
        place.taken = true;
        place.wanted = true;
        place.correlation += places.length;
      }
      return place;
    } finally {
      leave();
    }
  }

  private @Nullable Place free() {
    for (Place place : places) {
      if (!place.taken) {
        return place;
      }
    }
    return null;
  }

  /// Gives a place back whose request was not sent.
  void cancel(Place place) {
    lock.lock();
    try {
      free(place);
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the reply to a call; null if none came in time.
  @Nullable Message await(Place place, long deadline) throws InterruptedException {
    lock.lock();
    try {
      place.waiting = true;
      while (place.reply == null && goOn(place.changed, deadline)) {
        // until the reply is there
      }
      return place.reply;
    } finally {
      place.waiting = false;
      place.wanted = false;
      if (place.reply != null) {
        free(place);
      }
      leave();
    }
  }

  private void free(Place place) {
    place.reply = null;
    place.taken = false;
    vacant.signal();
  }

  /// Waits a little: for the reader to say something, or as the reader. False once the time is
  /// over.
  @SuppressWarnings("WaitNotInLoop") // the callers loop
  private boolean goOn(Condition said, long deadline) throws InterruptedException {
    if (Deadline.remaining(deadline) <= 0) {
      return false;
    }
    if (reading) {
      said.awaitNanos(Deadline.remaining(deadline));
    } else {
      read(Math.min(deadline, LoopGroup.sliceFromNow()));
    }
    return true;
  }

  /// Reads one reply and hands it to its call. The lock is free meanwhile.
  private void read(long until) throws InterruptedException {
    reading = true;
    lock.unlock();
    Message reply = null;
    try {
      reply = replies.channel().receive(Choice.NEXT, until);
      if (reply == null) {
        reply = lastReply();
      }
    } finally {
      lock.lock();
      reading = false;
      if (reply != null && CallFrame.isReply(reply)) {
        handOver(reply);
      }
    }
  }

  /// Looks whether the service still is. If not, what it sent before its end still counts.
  private @Nullable Message lastReply() {
    try {
      Occupancy _ = requests.occupancy();
      return null;
    } catch (DureException serviceHasEnded) {
      Message sentBefore = replies.tryReceive();
      if (sentBefore == null) {
        throw serviceHasEnded;
      }
      return sentBefore;
    }
  }

  private void handOver(Message reply) {
    long correlation = CallFrame.correlation(reply);
    Place place = places[(int) Long.remainderUnsigned(correlation, places.length)];
    if (!place.taken || place.correlation != correlation) {
      return; // not to a call of ours
    }
    if (place.wanted) {
      place.reply = reply;
      place.changed.signal();
    } else {
      free(place);
    }
  }

  /// Leaves the lock. If no thread reads now, a waiting one begins to.
  private void leave() {
    if (!reading) {
      wakeNextReader();
    }
    lock.unlock();
  }

  private void wakeNextReader() {
    for (Place place : places) {
      if (place.waiting && place.reply == null) {
        place.changed.signal();
        return;
      }
    }
    vacant.signal();
  }
}
