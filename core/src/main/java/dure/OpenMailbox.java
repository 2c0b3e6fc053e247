// SPDX-License-Identifier: Apache-2.0
package dure;

import dure.Channel.Unsettled;
import dure.Channel.Use;
import dure.Receipt.Outcome;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// All forms of each call, over the channel of a transport.
final class OpenMailbox implements Mailbox {
  private static final Sending HAND_OVER = Sending.until(Until.RECEIVED);

  private final Channel channel;
  private final Address address;
  private final MailboxSettings settings;
  private final boolean rendezvous;
  private final AsyncSends sends;
  private final Deliveries deliveries;
  private final OpenHandles.Entry entry;

  OpenMailbox(Channel channel) {
    this.channel = channel;
    this.address = channel.address();
    this.settings = channel.settings();
    this.rendezvous = settings.capacity() instanceof Capacity.Zero;
    this.sends = new AsyncSends(channel);
    this.deliveries = new Deliveries(channel);
    this.entry = new OpenHandles.Entry(this);
  }

  /// How it is known among the open handles.
  OpenHandles.Entry entry() {
    return entry;
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public MailboxSettings settings() {
    return settings;
  }

  @Override
  public MailboxStatus status() {
    return channel.status();
  }

  @Override
  public boolean can(Feature feature) {
    return !channel.lacks().containsKey(feature);
  }

  @Override
  public Occupancy occupancy() {
    return channel.occupancy();
  }

  @Override
  public void send(byte[] message) throws InterruptedException {
    requireAccepted(isAccepted(message, Payload.ARRAY, Deadline.NEVER));
  }

  @Override
  public boolean send(byte[] message, Duration within) throws InterruptedException {
    return isAccepted(message, Payload.ARRAY, Deadline.after(within));
  }

  @Override
  public boolean trySend(byte[] message) {
    return isAcceptedNow(message, Payload.ARRAY);
  }

  @Override
  public void send(MemorySegment message) throws InterruptedException {
    requireAccepted(isAccepted(message, Payload.SEGMENT, Deadline.NEVER));
  }

  @Override
  public boolean send(MemorySegment message, Duration within) throws InterruptedException {
    return isAccepted(message, Payload.SEGMENT, Deadline.after(within));
  }

  @Override
  public boolean trySend(MemorySegment message) {
    return isAcceptedNow(message, Payload.SEGMENT);
  }

  private <S> boolean isAccepted(S message, Payload<S> payload, long deadline)
      throws InterruptedException {
    if (rendezvous) {
      return send(message, payload, HAND_OVER, deadline).reached(Until.RECEIVED);
    }
    return channel.send(message, payload, Sending.PLAIN, deadline) != Channel.NOT_SENT;
  }

  /// No wait, so no interrupt ends it; in a rendezvous one takes the offer back.
  private <S> boolean isAcceptedNow(S message, Payload<S> payload) {
    try {
      return isAccepted(message, payload, Deadline.NOW);
    } catch (OutOfSharedMemoryException atItsLimit) {
      return false;
    } catch (InterruptedException takenBack) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Receipt send(byte[] message, Sending how) throws InterruptedException {
    return send(message, Payload.ARRAY, channel.possible(how), Deadline.after(how.within()));
  }

  @Override
  public Receipt send(MemorySegment message, Sending how) throws InterruptedException {
    return send(message, Payload.SEGMENT, channel.possible(how), Deadline.after(how.within()));
  }

  private <S> Receipt send(S message, Payload<S> payload, Sending how, long deadline)
      throws InterruptedException {
    int sent = channel.send(message, payload, how, deadline);
    if (sent == Channel.NOT_SENT) {
      return Receipt.of(Outcome.NOT_SENT);
    }
    return how.until() == Until.ACCEPTED
        ? Receipt.of(Outcome.ACCEPTED)
        : channel.await(sent, how.until(), deadline);
  }

  @Override
  public CompletableFuture<Receipt> sendAsync(byte[] message, Sending how) {
    try {
      return sends.send(message, channel.possible(how));
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  @Override
  public CompletableFuture<Receipt> sendTracked(byte[] message, Sending how)
      throws InterruptedException {
    return sends.track(message, channel.possible(how));
  }

  @Override
  public boolean tryTransfer(byte[] message) {
    Sending handOver = channel.possible(HAND_OVER);
    try {
      return send(message, Payload.ARRAY, handOver, Deadline.NOW).reached(Until.RECEIVED);
    } catch (InterruptedException takenBack) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Refuses a send that found the mailbox full, where that is what its creator chose.
  private void requireAccepted(boolean accepted) {
    if (!accepted && settings.whenFull() == WhenFull.REFUSE) {
      throw full();
    }
  }

  private MailboxFullException full() {
    return new MailboxFullException(
        address.toString(),
        "it is full, and senders do not wait here: nothing was sent. Try again later, or create"
            + " it with another choice for when it is full");
  }

  @Override
  public Claim claim(long size) throws InterruptedException {
    Claim claim = channel.claim(size, Deadline.NEVER);
    if (claim == null) {
      throw full();
    }
    return claim;
  }

  @Override
  public @Nullable Claim claim(long size, Duration within) throws InterruptedException {
    return channel.claim(size, Deadline.after(within));
  }

  @Override
  public @Nullable Claim tryClaim(long size) {
    try {
      return channel.claim(size, Deadline.NOW);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public Message receive() throws InterruptedException {
    return Objects.requireNonNull(channel.receive(Choice.NEXT, Deadline.NEVER));
  }

  @Override
  public @Nullable Message receive(Duration within) throws InterruptedException {
    return channel.receive(Choice.NEXT, Deadline.after(within));
  }

  @Override
  public @Nullable Message tryReceive() {
    return receiveNow(Choice.NEXT);
  }

  @Override
  public Message receive(Choice choice) throws InterruptedException {
    return Objects.requireNonNull(channel.receive(channel.possible(choice), Deadline.NEVER));
  }

  @Override
  public @Nullable Message receive(Choice choice, Duration within) throws InterruptedException {
    return channel.receive(channel.possible(choice), Deadline.after(within));
  }

  @Override
  public @Nullable Message tryReceive(Choice choice) {
    return receiveNow(channel.possible(choice));
  }

  private @Nullable Message receiveNow(Choice choice) {
    try {
      return channel.receive(choice, Deadline.NOW);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public List<Message> receive(int least, int most, @Nullable Duration within)
      throws InterruptedException {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException(
          "from at least 1 to at most as many or more, not from " + least + " to " + most);
    }
    return channel.receive(least, most, Deadline.after(within));
  }

  @Override
  public Delivery receiveDelivery() throws InterruptedException {
    return Objects.requireNonNull(deliveries.next(Deadline.NEVER));
  }

  @Override
  public @Nullable Delivery receiveDelivery(Duration within) throws InterruptedException {
    return deliveries.next(Deadline.after(within));
  }

  @Override
  public @Nullable Delivery tryReceiveDelivery() {
    try {
      return deliveries.next(Deadline.NOW);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public long receiveInto(MemorySegment buffer) throws InterruptedException {
    return channel.receiveInto(buffer, Deadline.NEVER);
  }

  @Override
  public long receiveInto(MemorySegment buffer, Duration within) throws InterruptedException {
    return channel.receiveInto(buffer, Deadline.after(within));
  }

  @Override
  public long tryReceiveInto(MemorySegment buffer) {
    try {
      return channel.receiveInto(buffer, Deadline.NOW);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public <X extends Exception> void receiveInPlace(MessageHandler<X> handler)
      throws X, InterruptedException {
    boolean _ = handled(channel.take(Use.IN_PLACE, Deadline.NEVER), handler);
  }

  @Override
  public <X extends Exception> boolean receiveInPlace(MessageHandler<X> handler, Duration within)
      throws X, InterruptedException {
    return handled(channel.take(Use.IN_PLACE, Deadline.after(within)), handler);
  }

  @Override
  public <X extends Exception> boolean tryReceiveInPlace(MessageHandler<X> handler) throws X {
    return handled(takeNow(), handler);
  }

  private @Nullable Unsettled takeNow() {
    try {
      return channel.take(Use.IN_PLACE, Deadline.NOW);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public <X extends Exception> int receiveEach(MessageHandler<X> handler, int most)
      throws X, InterruptedException {
    requirePositive(most);
    return handledEach(channel.take(Use.IN_PLACE, Deadline.NEVER), handler, most);
  }

  @Override
  public <X extends Exception> int receiveEach(MessageHandler<X> handler, int most, Duration within)
      throws X, InterruptedException {
    requirePositive(most);
    return handledEach(channel.take(Use.IN_PLACE, Deadline.after(within)), handler, most);
  }

  @Override
  public <X extends Exception> int tryReceiveEach(MessageHandler<X> handler, int most) throws X {
    requirePositive(most);
    return handledEach(takeNow(), handler, most);
  }

  private static void requirePositive(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("up to at least 1 message, not up to " + most);
    }
  }

  private <X extends Exception> int handledEach(
      @Nullable Unsettled first, MessageHandler<X> handler, int most) throws X {
    int handled = 0;
    for (Unsettled taken = first; taken != null; ) {
      handle(taken, handler);
      if (++handled < most) {
        taken = channel.next(taken);
      } else {
        taken.settle(true);
        taken = null;
      }
    }
    return handled;
  }

  private static <X extends Exception> boolean handled(
      @Nullable Unsettled taken, MessageHandler<X> handler) throws X {
    if (taken == null) {
      return false;
    }
    handle(taken, handler);
    taken.settle(true);
    return true;
  }

  private static <X extends Exception> void handle(Unsettled taken, MessageHandler<X> handler)
      throws X {
    try {
      handler.handle(taken.message());
    } catch (Throwable failure) {
      taken.giveBack(failure);
      throw failure;
    }
  }

  @Override
  public List<Message> untaken() {
    return channel.untaken();
  }

  @Override
  public List<Message> browse(int most) {
    return channel.browse(most);
  }

  @Override
  public boolean remove(Message seen) {
    return channel.remove(seen);
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public void close() {
    try {
      sends.close();
      channel.close();
    } finally {
      Observers.closed(entry);
    }
  }

  @Override
  public String toString() {
    return "mailbox '" + address + "'";
  }
}
