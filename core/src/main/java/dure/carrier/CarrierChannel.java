// SPDX-License-Identifier: Apache-2.0
package dure.carrier;

import dure.Address;
import dure.Channel;
import dure.Choice;
import dure.Deadline;
import dure.DureException;
import dure.Feature;
import dure.MailboxObserver.Awaited;
import dure.MailboxObserver.WaitUnderWay;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.Observers;
import dure.Occupancy;
import dure.Payload;
import dure.Sending;
import dure.Transport;
import dure.Waiting;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/// A mailbox whose messages the kernel carries: the waiting, over a [Carrier] that tries.
///
/// The kernel copies a message in and hands it out once, and reports nothing of it. So what needs a
/// message to lie still, to come back, or to be told of, a mailbox here lacks.
public final class CarrierChannel implements Channel {
  /// What no mailbox can do whose messages the kernel carries.
  public static final Map<Feature, String> LACKS =
      Map.of(
          Feature.RECEIPTS,
          "the kernel tells no sender when its message is received; have the receiver answer in"
              + " another mailbox",
          Feature.DELIVERIES,
          "the kernel hands a message out once and then knows it no more, so there is nothing to"
              + " acknowledge or give back; receive it",
          Feature.IN_PLACE,
          "the kernel copies every message in and out again; send and receive copies",
          Feature.UNTAKEN,
          "the kernel does not keep whose a message is",
          Feature.BROWSING,
          "the kernel shows a message only to the receiver that takes it");

  /// No wait in the kernel is longer unless its carrier looks itself, so that closing, deletion and
  /// interruption are noticed.
  static final long SLICE_NANOS = 50_000_000L;

  /// Instead of a time to wait: there is none left.
  private static final long TIMED_OUT = -1;

  /// How long an adaptive wait tries before it sleeps.
  private static final long SPIN_NANOS = 20_000L;

  private final Carrier carrier;
  private final MailboxSettings settings;
  private final Waiting waiting;
  private final Buffers buffers;

  /// Messages that were longer than the buffer they were to go into.
  private final ConcurrentLinkedDeque<Message> kept = new ConcurrentLinkedDeque<>();

  /// @param carrier closed with the channel
  /// @param opening how it will wait; the rest of it says nothing to the kernel
  /// @throws IllegalArgumentException if it is to be open for reading only
  public CarrierChannel(Carrier carrier, Transport.Opening opening) {
    if (opening.readOnly()) {
      carrier.close();
      throw new IllegalArgumentException(
          "mailbox '"
              + carrier.address()
              + "': to receive is to take a message away from the others, so no receiver only"
              + " reads; open it without readOnly()");
    }
    this.carrier = carrier;
    this.settings = carrier.settings();
    this.waiting = opening.waiting();
    this.buffers = new Buffers(settings.messageSize());
  }

  @Override
  public Address address() {
    return carrier.address();
  }

  @Override
  public MailboxSettings settings() {
    return settings;
  }

  @Override
  public MailboxStatus status() {
    return carrier.status();
  }

  @Override
  public Occupancy occupancy() {
    return carrier.occupancy();
  }

  @Override
  public Map<Feature, String> lacks() {
    return LACKS;
  }

  @Override
  public <S> int send(S message, Payload<S> payload, Sending how, long deadline)
      throws InterruptedException {
    long size = payload.size(message);
    requireFits(size);
    MemorySegment buffer = buffers.borrow();
    try {
      payload.copyTo(message, buffer, 0);
      return sends(buffer.asSlice(0, size), how, deadline) ? 0 : NOT_SENT;
    } finally {
      buffers.giveBack(buffer);
    }
  }

  private boolean sends(MemorySegment message, Sending how, long deadline)
      throws InterruptedException {
    boolean sent = carrier.send(message, how.priority(), how.number(), 0);
    if (sent || deadline == Deadline.NOW) {
      return sent;
    }
    long spinUntil = spinUntil();
    WaitUnderWay told = null;
    try {
      for (long slice; !sent && (slice = slice(spinUntil, deadline)) != TIMED_OUT; ) {
        told = sleeps(slice, told, Awaited.ROOM);
        sent = carrier.send(message, how.priority(), how.number(), slice);
      }
    } finally {
      Observers.ended(told);
    }
    return sent;
  }

  @Override
  public @Nullable Message receive(Choice choice, long deadline) throws InterruptedException {
    Message message = kept.poll();
    return message == null ? receiveUpTo(Long.MAX_VALUE, choice, deadline) : message;
  }

  /// A message that the kernel has handed out and that does not fit is kept for the next call.
  @Override
  public long receiveInto(MemorySegment buffer, long deadline) throws InterruptedException {
    long room = buffer.byteSize();
    Message message = kept.poll();
    if (message == null) {
      message = receiveUpTo(room, Choice.NEXT, deadline);
    }
    if (message != null && message.size() > room) {
      kept.addFirst(message);
      throw tooLong(message.size(), room, "this handle keeps it for its next call");
    }
    if (message != null) {
      message.copyTo(buffer);
    }
    return message == null ? -1 : message.size();
  }

  private @Nullable Message receiveUpTo(long most, Choice choice, long deadline)
      throws InterruptedException {
    @Nullable Message message = received(most, choice, 0);
    if (message != null || deadline == Deadline.NOW) {
      return message;
    }
    long spinUntil = spinUntil();
    WaitUnderWay told = null;
    try {
      for (long slice; message == null && (slice = slice(spinUntil, deadline)) != TIMED_OUT; ) {
        told = sleeps(slice, told, Awaited.MESSAGE);
        message = received(most, choice, slice);
      }
    } finally {
      Observers.ended(told);
    }
    return message;
  }

  /// Tells the observers of the first sleep of a wait: what is to be told of its end.
  private @Nullable WaitUnderWay sleeps(long slice, @Nullable WaitUnderWay told, Awaited what) {
    return slice > 0 && told == null ? Observers.waits(address(), what) : told;
  }

  private @Nullable Message received(long most, Choice choice, long nanos) {
    return most >= settings.messageSize()
        ? carrier.receive(choice, nanos)
        : carrier.receiveUpTo(most, choice, nanos);
  }

  /// Until when to try without sleeping.
  private long spinUntil() {
    return waiting == Waiting.ADAPTIVE ? System.nanoTime() + SPIN_NANOS : 0;
  }

  /// How long to wait in the kernel next: not at all while spinning; or [#TIMED_OUT].
  private long slice(long spinUntil, long deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long left = Deadline.remaining(deadline);
    if (left <= 0) {
      return TIMED_OUT;
    }
    if (waiting == Waiting.SPIN
        || (waiting == Waiting.ADAPTIVE && System.nanoTime() - spinUntil < 0)) {
      Thread.onSpinWait();
      return 0;
    }
    return Math.min(left, carrier.longestWait());
  }

  /// Puts back what is kept, if there is room; else it goes with the handle.
  @Override
  public void close() {
    for (Message message; (message = kept.poll()) != null; ) {
      putBack(message);
    }
    carrier.close();
  }

  private void putBack(Message message) {
    MemorySegment buffer = buffers.borrow();
    try {
      message.copyTo(buffer);
      boolean _ =
          carrier.send(buffer.asSlice(0, message.size()), message.priority(), message.number(), 0);
    } catch (DureException nowhereToPutIt) {
      // as when the mailbox has ended
    } finally {
      buffers.giveBack(buffer);
    }
  }
}
