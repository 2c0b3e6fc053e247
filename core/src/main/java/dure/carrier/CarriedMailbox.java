// SPDX-License-Identifier: Apache-2.0
package dure.carrier;

import dure.Address;
import dure.Choice;
import dure.Claim;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.MessageHandler;
import dure.MessageTooLargeException;
import dure.Order;
import dure.Outlook;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Sending;
import dure.Transport;
import dure.Until;
import dure.Waiting;
import dure.gate.Deadline;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A mailbox whose messages the kernel carries: the forms of each call, over a [Carrier].
///
/// The kernel copies a message in and hands it out once, and tells nobody. So what needs a message
/// to lie still, to come back, or to be told of, is refused here with an
/// [UnsupportedOperationException] that says so.
public final class CarriedMailbox implements Mailbox {
  /// No wait in the kernel is longer unless its carrier looks itself, so that closing, deletion and
  /// interruption are noticed.
  static final long SLICE_NANOS = 50_000_000L;

  /// How long an adaptive wait tries before it sleeps.
  private static final long SPIN_NANOS = 20_000L;

  private final Carrier carrier;
  private final MailboxSettings settings;
  private final Waiting waiting;
  private final Buffers buffers;
  private final CarriedSends sends = new CarriedSends(this);

  /// @param carrier closed with the mailbox
  /// @param opening how it will wait; the rest of it says nothing to the kernel
  /// @throws IllegalArgumentException if it is to be open for reading only
  public CarriedMailbox(Carrier carrier, Transport.Opening opening) {
    if (opening.readOnly()) {
      carrier.close();
      throw new IllegalArgumentException(
          "mailbox '"
              + carrier.address()
              + "': to receive is to take a message away from the others, so nobody only reads;"
              + " open it without readOnly()");
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
  public boolean keepsMessagesInHand() {
    return false;
  }

  @Override
  public MailboxStatus status() {
    return carrier.status();
  }

  @Override
  public Outlook look() {
    return carrier.look();
  }

  // Sending.

  @Override
  public void send(byte[] message) throws InterruptedException {
    send(MemorySegment.ofArray(message), Sending.PLAIN);
  }

  @Override
  public boolean send(byte[] message, Duration within) throws InterruptedException {
    return send(MemorySegment.ofArray(message), within);
  }

  @Override
  public boolean trySend(byte[] message) {
    return trySend(MemorySegment.ofArray(message));
  }

  @Override
  public void send(MemorySegment message) throws InterruptedException {
    send(message, Sending.PLAIN);
  }

  @Override
  public boolean send(MemorySegment message, Duration within) throws InterruptedException {
    return send(message, Sending.PLAIN.within(within)).reached(Until.ACCEPTED);
  }

  @Override
  public Receipt send(byte[] message, Sending how) throws InterruptedException {
    return send(MemorySegment.ofArray(message), how);
  }

  @Override
  public Receipt send(MemorySegment message, Sending how) throws InterruptedException {
    requirePossible(message, how);
    MemorySegment buffer = buffers.borrow();
    try {
      MemorySegment copy = buffer.asSlice(0, message.byteSize()).copyFrom(message);
      boolean accepted = send(copy, how, Deadline.after(how.within()));
      return Receipt.of(accepted ? Outcome.ACCEPTED : Outcome.NOT_SENT);
    } finally {
      buffers.giveBack(buffer);
    }
  }

  @Override
  public boolean trySend(MemorySegment message) {
    requirePossible(message, Sending.PLAIN);
    MemorySegment buffer = buffers.borrow();
    try {
      return carrier.trySend(buffer.asSlice(0, message.byteSize()).copyFrom(message), 0, 0);
    } finally {
      buffers.giveBack(buffer);
    }
  }

  private boolean send(MemorySegment message, Sending how, long deadline)
      throws InterruptedException {
    long spinUntil = spinUntil();
    while (!carrier.trySend(message, how.priority(), how.number())) {
      long slice = slice(spinUntil, deadline);
      if (slice == 0) {
        return false;
      }
      if (slice > 0 && carrier.send(message, how.priority(), how.number(), slice)) {
        return true;
      }
    }
    return true;
  }

  private void requirePossible(MemorySegment message, Sending how) {
    if (message.byteSize() > settings.messageSize()) {
      throw new MessageTooLargeException(
          address().toString(),
          String.format(
              "the message has %d bytes, and at most %d go through at once; send it in pieces",
              message.byteSize(), settings.messageSize()));
    }
    if (how.until() != Until.ACCEPTED) {
      throw refused(
          "tells nobody when it is received; have the receiver answer in another mailbox");
    }
    requireOrder(how.priority() != 0, Order.PRIORITY, "a priority");
    requireOrder(how.number() != 0, Order.NUMBER, "a number");
  }

  private void requireOrder(boolean wanted, Order order, String what) {
    if (wanted && settings.order() != order) {
      throw new IllegalArgumentException(
          String.format(
              "mailbox '%s': %s has no meaning in order '%s'; it takes a transport of order '%s'",
              address(), what, word(settings.order()), word(order)));
    }
  }

  private static String word(Order order) {
    return order.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public CompletableFuture<Receipt> sendAsync(byte[] message, Sending how) {
    return sends.send(message, how);
  }

  @Override
  public CompletableFuture<Receipt> sendTracked(byte[] message, Sending how)
      throws InterruptedException {
    return CompletableFuture.completedFuture(send(message, how));
  }

  @Override
  public boolean tryTransfer(byte[] message) {
    throw refused("does not say who waits for it; use trySend");
  }

  // Receiving.

  @Override
  public Message receive() throws InterruptedException {
    return Objects.requireNonNull(receive(Choice.NEXT, Deadline.NEVER));
  }

  @Override
  public @Nullable Message receive(Duration within) throws InterruptedException {
    return receive(Choice.NEXT, Deadline.after(within));
  }

  @Override
  public @Nullable Message tryReceive() {
    return carrier.tryReceive(Choice.NEXT);
  }

  @Override
  public Message receive(Choice choice) throws InterruptedException {
    return Objects.requireNonNull(receive(choice, Deadline.NEVER));
  }

  @Override
  public @Nullable Message receive(Choice choice, Duration within) throws InterruptedException {
    return receive(choice, Deadline.after(within));
  }

  @Override
  public @Nullable Message tryReceive(Choice choice) {
    requireOrder(choice.code() != 0, Order.NUMBER, "a number");
    return carrier.tryReceive(choice);
  }

  private @Nullable Message receive(Choice choice, long deadline) throws InterruptedException {
    long spinUntil = spinUntil();
    @Nullable Message message = tryReceive(choice);
    while (message == null) {
      long slice = slice(spinUntil, deadline);
      if (slice == 0) {
        return null;
      }
      message = slice > 0 ? carrier.receive(choice, slice) : carrier.tryReceive(choice);
    }
    return message;
  }

  @Override
  public long receiveInto(MemorySegment buffer) throws InterruptedException {
    requireRoom(buffer);
    return pour(receive(), buffer);
  }

  @Override
  public long receiveInto(MemorySegment buffer, Duration within) throws InterruptedException {
    requireRoom(buffer);
    return pour(receive(within), buffer);
  }

  @Override
  public long tryReceiveInto(MemorySegment buffer) {
    requireRoom(buffer);
    return pour(tryReceive(), buffer);
  }

  /// Before it is taken: the kernel takes nothing back.
  private void requireRoom(MemorySegment buffer) {
    if (buffer.byteSize() < settings.messageSize()) {
      throw new MessageTooLargeException(
          address().toString(),
          String.format(
              "a message may have %d bytes and the buffer has %d, and the kernel takes back no"
                  + " message that did not fit; nothing was received",
              settings.messageSize(), buffer.byteSize()));
    }
  }

  private static long pour(@Nullable Message message, MemorySegment buffer) {
    if (message == null) {
      return -1;
    }
    MemorySegment.copy(message.segment(), 0, buffer, 0, message.size());
    return message.size();
  }

  /// Until when to try without sleeping.
  private long spinUntil() {
    return waiting == Waiting.ADAPTIVE ? System.nanoTime() + SPIN_NANOS : 0;
  }

  /// What to do next in a wait: sleep so long; try again at once if it is negative; or give up, for
  /// the time is over, if it is zero.
  private long slice(long spinUntil, long deadline) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long left = Deadline.remaining(deadline);
    if (left <= 0) {
      return 0;
    }
    if (waiting == Waiting.SPIN
        || (waiting == Waiting.ADAPTIVE && System.nanoTime() - spinUntil < 0)) {
      Thread.onSpinWait();
      return -1;
    }
    return Math.min(left, carrier.longestWait());
  }

  // What the kernel cannot.

  private UnsupportedOperationException refused(String why) {
    return new UnsupportedOperationException(
        "mailbox '" + address() + "': the kernel carries the message and " + why);
  }

  private UnsupportedOperationException inPlace() {
    return refused(
        "copies it, so nobody writes or reads it where it lies; send and receive copies");
  }

  private UnsupportedOperationException delivers() {
    return refused(
        "hands it out once and for all, so there is nothing to acknowledge or give back; receive"
            + " it");
  }

  @Override
  public Claim claim(long size) {
    throw inPlace();
  }

  @Override
  public @Nullable Claim claim(long size, Duration within) {
    throw inPlace();
  }

  @Override
  public @Nullable Claim tryClaim(long size) {
    throw inPlace();
  }

  @Override
  public <X extends Exception> void receiveInPlace(MessageHandler<X> handler) {
    throw inPlace();
  }

  @Override
  public <X extends Exception> boolean receiveInPlace(MessageHandler<X> handler, Duration within) {
    throw inPlace();
  }

  @Override
  public <X extends Exception> boolean tryReceiveInPlace(MessageHandler<X> handler) {
    throw inPlace();
  }

  @Override
  public Delivery receiveDelivery() {
    throw delivers();
  }

  @Override
  public @Nullable Delivery receiveDelivery(Duration within) {
    throw delivers();
  }

  @Override
  public @Nullable Delivery tryReceiveDelivery() {
    throw delivers();
  }

  @Override
  public List<Message> untaken() {
    throw refused("does not say whose it was");
  }

  @Override
  public void close() {
    sends.close();
    carrier.close();
  }

  @Override
  public String toString() {
    return "mailbox '" + address() + "'";
  }
}
