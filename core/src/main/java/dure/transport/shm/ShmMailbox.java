// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.Address;
import dure.Choice;
import dure.Claim;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.MessageHandler;
import dure.OutOfSharedMemoryException;
import dure.Outlook;
import dure.Receipt;
import dure.Sending;
import dure.Until;
import dure.Waiting;
import dure.memory.SharedFile;
import dure.queue.Label;
import dure.sync.Awaited;
import dure.sync.Deadline;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A mailbox in shared memory, as one process has it open: the forms of each call. What they have
/// in common is done by its two sides.
final class ShmMailbox implements Mailbox, Awaited.Mailbox {
  private final Address address;
  private final MailboxSettings settings;
  private final Attachment attachment;
  private final SendingSide out;
  private final ReceivingSide in;
  private final AsyncSends asyncSends;
  private final Deliveries deliveries;
  private final Spares<ClaimInPlace> spareClaims;
  private final Spares<MessageInPlace> spareMessages;

  ShmMailbox(Address address, MailboxSettings settings, Attachment attachment, Waiting waiting) {
    this.address = address;
    this.settings = settings;
    this.attachment = attachment;
    this.out = new SendingSide(address.toString(), settings, attachment, waiting);
    this.in = new ReceivingSide(address.toString(), settings, attachment, waiting);
    this.asyncSends = new AsyncSends(out);
    this.deliveries = new Deliveries(in, settings);
    MemorySegment region = attachment.mapping().segment();
    this.spareClaims = new Spares<>(thread -> new ClaimInPlace(thread, out, region));
    this.spareMessages =
        new Spares<>(thread -> new MessageInPlace(thread, attachment.engine(), region));
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
    attachment.check();
    try (SharedFile asAnOutsider = attachment.file().again(false)) {
      return MailboxFiles.look(address, asAnOutsider);
    }
  }

  @Override
  public void send(byte[] message) throws InterruptedException {
    out.requireAccepted(send(message, null, message.length, null));
  }

  @Override
  public boolean send(byte[] message, Duration within) throws InterruptedException {
    return send(message, null, message.length, within);
  }

  @Override
  public boolean trySend(byte[] message) {
    return trySend(message, null, message.length);
  }

  @Override
  public void send(MemorySegment message) throws InterruptedException {
    out.requireAccepted(send(null, message, message.byteSize(), null));
  }

  @Override
  public boolean send(MemorySegment message, Duration within) throws InterruptedException {
    return send(null, message, message.byteSize(), within);
  }

  @Override
  public boolean trySend(MemorySegment message) {
    return trySend(null, message, message.byteSize());
  }

  private boolean send(
      byte @Nullable [] bytes,
      @Nullable MemorySegment segment,
      long size,
      @Nullable Duration within)
      throws InterruptedException {
    if (out.isRendezvous()) {
      Sending handOver = new Sending(Until.RECEIVED, 0, 0, within);
      return out.send(bytes, segment, size, handOver).reached(Until.RECEIVED);
    }
    int claim = out.claim(size, within);
    if (claim != NOT_NOW) {
      out.fill(claim, bytes, segment, size, Label.PLAIN);
    }
    return claim != NOT_NOW;
  }

  private boolean trySend(byte @Nullable [] bytes, @Nullable MemorySegment segment, long size) {
    if (out.isRendezvous()) {
      return out.tryTransfer(bytes, segment, size);
    }
    try {
      int claim = out.poll(size);
      if (claim != NOT_NOW) {
        out.fill(claim, bytes, segment, size, Label.PLAIN);
      }
      return claim != NOT_NOW;
    } catch (OutOfSharedMemoryException atItsLimit) {
      return false;
    }
  }

  @Override
  public Receipt send(byte[] message, Sending how) throws InterruptedException {
    return out.send(message, null, message.length, how);
  }

  @Override
  public Receipt send(MemorySegment message, Sending how) throws InterruptedException {
    return out.send(null, message, message.byteSize(), how);
  }

  @Override
  public CompletableFuture<Receipt> sendAsync(byte[] message, Sending how) {
    return asyncSends.send(message, how);
  }

  @Override
  public boolean tryTransfer(byte[] message) {
    return out.tryTransfer(message, null, message.length);
  }

  @Override
  public Claim claim(long size) throws InterruptedException {
    out.requireRoom();
    int claim = out.claim(size, null);
    if (claim == NOT_NOW) {
      throw out.full();
    }
    return Objects.requireNonNull(inPlace(claim, size));
  }

  @Override
  public @Nullable Claim claim(long size, Duration within) throws InterruptedException {
    out.requireRoom();
    return inPlace(out.claim(size, within), size);
  }

  @Override
  public @Nullable Claim tryClaim(long size) {
    out.requireRoom();
    return inPlace(out.poll(size), size);
  }

  private @Nullable Claim inPlace(int claim, long size) {
    if (claim == NOT_NOW) {
      return null;
    }
    @Nullable ClaimInPlace inPlace = null;
    try {
      inPlace = spareClaims.get().open(claim, size);
      return inPlace;
    } finally {
      if (inPlace == null) {
        out.abandon(claim);
      }
    }
  }

  @Override
  public Message receive() throws InterruptedException {
    return Objects.requireNonNull(in.letter(in.take(false, 0, null)));
  }

  @Override
  public @Nullable Message receive(Duration within) throws InterruptedException {
    return in.letter(in.take(false, 0, within));
  }

  @Override
  public @Nullable Message tryReceive() {
    return in.letter(in.poll(false, 0));
  }

  @Override
  public Message receive(Choice choice) throws InterruptedException {
    return Objects.requireNonNull(in.letter(in.take(false, in.code(choice), null)));
  }

  @Override
  public @Nullable Message receive(Choice choice, Duration within) throws InterruptedException {
    return in.letter(in.take(false, in.code(choice), within));
  }

  @Override
  public @Nullable Message tryReceive(Choice choice) {
    return in.letter(in.poll(false, in.code(choice)));
  }

  @Override
  public List<Message> receive(int least, int most, @Nullable Duration within)
      throws InterruptedException {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException(
          "from at least 1 to at most as many or more, not from " + least + " to " + most);
    }
    long deadline = Deadline.after(within);
    List<Message> received = new ArrayList<>();
    while (received.size() < most) {
      Message next = tryReceive();
      if (next == null) {
        if (received.size() >= least) {
          return received;
        }
        Duration left = within == null ? null : Duration.ofNanos(Deadline.remaining(deadline));
        next = in.letter(in.take(false, 0, left));
      }
      if (next == null) {
        return received;
      }
      received.add(next);
    }
    return received;
  }

  @Override
  public Delivery receiveDelivery() throws InterruptedException {
    return Objects.requireNonNull(deliveries.next(null));
  }

  @Override
  public @Nullable Delivery receiveDelivery(Duration within) throws InterruptedException {
    return deliveries.next(within);
  }

  @Override
  public @Nullable Delivery tryReceiveDelivery() {
    return deliveries.tryNext();
  }

  @Override
  public long receiveInto(MemorySegment buffer) throws InterruptedException {
    return in.pourInto(in.take(false, 0, null), buffer);
  }

  @Override
  public long receiveInto(MemorySegment buffer, Duration within) throws InterruptedException {
    return in.pourInto(in.take(false, 0, within), buffer);
  }

  @Override
  public long tryReceiveInto(MemorySegment buffer) {
    return in.pourInto(in.poll(false, 0), buffer);
  }

  @Override
  public <X extends Exception> void receiveInPlace(MessageHandler<X> handler)
      throws X, InterruptedException {
    handle(in.take(true, 0, null), handler);
  }

  @Override
  public <X extends Exception> boolean receiveInPlace(MessageHandler<X> handler, Duration within)
      throws X, InterruptedException {
    return handle(in.take(true, 0, within), handler);
  }

  @Override
  public <X extends Exception> boolean tryReceiveInPlace(MessageHandler<X> handler) throws X {
    return handle(in.poll(true, 0), handler);
  }

  private <X extends Exception> boolean handle(int take, MessageHandler<X> handler) throws X {
    if (take == NOT_NOW) {
      return false;
    }
    @Nullable MessageInPlace message = null;
    boolean done = false;
    try {
      message = spareMessages.get();
      handler.handle(message.open(take));
      done = true;
    } catch (InternalError lostWhileInTheHandler) {
      if (attachment.isClosed() || attachment.isTruncated()) {
        throw in.explained(lostWhileInTheHandler);
      }
      throw lostWhileInTheHandler; // the handler's own
    } finally {
      if (message != null) {
        message.done();
      }
      in.finish(take, done);
    }
    return true;
  }

  @Override
  public Awaited awaited() {
    return in;
  }

  @Override
  public Outlook look() {
    attachment.check();
    return in.look();
  }

  @Override
  public List<Message> untaken() {
    return in.untaken();
  }

  @Override
  public List<Message> browse(int most) {
    return in.browse(most);
  }

  @Override
  public boolean remove(Message seen) {
    return in.remove(seen);
  }

  @Override
  public void close() {
    asyncSends.close();
    attachment.close();
    in.close();
  }

  @Override
  public String toString() {
    return "mailbox '" + address + "'";
  }
}
