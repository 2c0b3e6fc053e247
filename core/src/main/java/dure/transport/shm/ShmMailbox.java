// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.Address;
import dure.Claim;
import dure.Delivery;
import dure.MailboxSettings;
import dure.Message;
import dure.OutOfSharedMemoryException;
import dure.Outlook;
import dure.Receipt;
import dure.Sending;
import dure.Until;
import dure.Waiting;
import dure.gate.Awaited;
import dure.queue.Label;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A mailbox in shared memory, as a process that takes part in it has it open: the forms of each
/// call. What they have in common is done by its two sides.
final class ShmMailbox extends Handle implements Awaited.Mailbox {
  private final Attachment attachment;
  private final SendingSide out;
  private final ReceivingSide in;
  private final AsyncSends asyncSends;
  private final Deliveries deliveries;
  private final Spares<ClaimInPlace> spareClaims;

  ShmMailbox(Address address, MailboxSettings settings, Attachment attachment, Waiting waiting) {
    this(
        address,
        attachment,
        new SendingSide(address.toString(), settings, attachment, waiting),
        new ReceivingSide(address.toString(), settings, attachment, waiting));
  }

  private ShmMailbox(Address address, Attachment attachment, SendingSide out, ReceivingSide in) {
    super(address, in);
    this.attachment = attachment;
    this.out = out;
    this.in = in;
    this.asyncSends = new AsyncSends(out);
    this.deliveries = new Deliveries(in, in.settings);
    MemorySegment region = attachment.mapping().segment();
    this.spareClaims = new Spares<>(thread -> new ClaimInPlace(thread, out, region));
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
  public CompletableFuture<Receipt> sendTracked(byte[] message, Sending how)
      throws InterruptedException {
    return asyncSends.track(message, how);
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
}
