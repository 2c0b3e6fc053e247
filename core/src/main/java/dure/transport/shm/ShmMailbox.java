// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.Address;
import dure.Claim;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.MessageHandler;
import dure.Waiting;
import dure.memory.SharedFile;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A mailbox in shared memory, as one process has it open: the forms of each call. What they have
/// in common is the [Courier]'s.
final class ShmMailbox implements Mailbox {
  private final Address address;
  private final MailboxSettings settings;
  private final Attachment attachment;
  private final Courier courier;
  private final Spares<ClaimInPlace> spareClaims;
  private final Spares<MessageInPlace> spareMessages;

  ShmMailbox(Address address, MailboxSettings settings, Attachment attachment, Waiting waiting) {
    this.address = address;
    this.settings = settings;
    this.attachment = attachment;
    this.courier = new Courier(address.toString(), attachment, waiting);
    MemorySegment region = attachment.mapping().segment();
    this.spareClaims = new Spares<>(thread -> new ClaimInPlace(thread, courier, region));
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
      return ShmTransport.look(address, asAnOutsider);
    }
  }

  @Override
  public void send(byte[] message) throws InterruptedException {
    send(message, null, message.length, null);
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
    send(null, message, message.byteSize(), null);
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
    int claim = courier.claim(size, within);
    if (claim != NOT_NOW) {
      courier.fill(claim, bytes, segment, size);
    }
    return claim != NOT_NOW;
  }

  private boolean trySend(byte @Nullable [] bytes, @Nullable MemorySegment segment, long size) {
    int claim = courier.tryClaim(size);
    if (claim != NOT_NOW) {
      courier.fill(claim, bytes, segment, size);
    }
    return claim != NOT_NOW;
  }

  @Override
  public Claim claim(long size) throws InterruptedException {
    return Objects.requireNonNull(inPlace(courier.claim(size, null), size));
  }

  @Override
  public @Nullable Claim claim(long size, Duration within) throws InterruptedException {
    return inPlace(courier.claim(size, within), size);
  }

  @Override
  public @Nullable Claim tryClaim(long size) {
    return inPlace(courier.tryClaim(size), size);
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
        courier.abandon(claim);
      }
    }
  }

  @Override
  public Message receive() throws InterruptedException {
    return Objects.requireNonNull(courier.letter(courier.take(false, null)));
  }

  @Override
  public @Nullable Message receive(Duration within) throws InterruptedException {
    return courier.letter(courier.take(false, within));
  }

  @Override
  public @Nullable Message tryReceive() {
    return courier.letter(courier.tryTake(false));
  }

  @Override
  public long receiveInto(MemorySegment buffer) throws InterruptedException {
    return courier.pourInto(courier.take(false, null), buffer);
  }

  @Override
  public long receiveInto(MemorySegment buffer, Duration within) throws InterruptedException {
    return courier.pourInto(courier.take(false, within), buffer);
  }

  @Override
  public long tryReceiveInto(MemorySegment buffer) {
    return courier.pourInto(courier.tryTake(false), buffer);
  }

  @Override
  public <X extends Exception> void receiveInPlace(MessageHandler<X> handler)
      throws X, InterruptedException {
    handle(courier.take(true, null), handler);
  }

  @Override
  public <X extends Exception> boolean receiveInPlace(MessageHandler<X> handler, Duration within)
      throws X, InterruptedException {
    return handle(courier.take(true, within), handler);
  }

  @Override
  public <X extends Exception> boolean tryReceiveInPlace(MessageHandler<X> handler) throws X {
    return handle(courier.tryTake(true), handler);
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
    } finally {
      if (message != null) {
        message.done();
      }
      courier.finish(take, done);
    }
    return true;
  }

  @Override
  public void close() {
    attachment.close();
  }

  @Override
  public String toString() {
    return "mailbox '" + address + "'";
  }
}
