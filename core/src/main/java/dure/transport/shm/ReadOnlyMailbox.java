// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.Claim;
import dure.Delivery;
import dure.Message;
import dure.Outlook;
import dure.Receipt;
import dure.Sending;
import dure.Transport;
import dure.file.SharedFile;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A mailbox in shared memory, as a process that may only read it has it open: it listens, and
/// whatever would have to write is refused.
final class ReadOnlyMailbox extends Handle {
  private final ReadOnlyHold hold;
  private final ReadOnlySide in;

  private ReadOnlyMailbox(Address address, ReadOnlyHold hold, ReadOnlySide in) {
    super(address, in);
    this.hold = hold;
    this.in = in;
  }

  /// Begins to listen at the mailbox of an open file.
  ///
  /// @param file closed with the mailbox, but not if this fails
  static ReadOnlyMailbox at(Address address, SharedFile file, Transport.Opening opening) {
    Header header = Header.read(file);
    ReadOnlyHold hold = ReadOnlyHold.on(address, file, header);
    return new ReadOnlyMailbox(
        address,
        hold,
        new ReadOnlySide(
            address.toString(), MailboxFiles.settings(file, header), hold, opening.waiting()));
  }

  @Override
  public Outlook look() {
    return in.look();
  }

  @Override
  public void close() {
    hold.close();
  }

  private UnsupportedOperationException refused(String what) {
    return new UnsupportedOperationException(
        this + " is open to be read only, and " + what + ": open it without readOnly()");
  }

  private UnsupportedOperationException sends() {
    return refused("sending writes");
  }

  private UnsupportedOperationException delivers() {
    return refused("nobody hears of an acknowledgement");
  }

  @Override
  public void send(byte[] message) {
    throw sends();
  }

  @Override
  public boolean send(byte[] message, Duration within) {
    throw sends();
  }

  @Override
  public boolean trySend(byte[] message) {
    throw sends();
  }

  @Override
  public void send(MemorySegment message) {
    throw sends();
  }

  @Override
  public boolean send(MemorySegment message, Duration within) {
    throw sends();
  }

  @Override
  public boolean trySend(MemorySegment message) {
    throw sends();
  }

  @Override
  public Receipt send(byte[] message, Sending how) {
    throw sends();
  }

  @Override
  public Receipt send(MemorySegment message, Sending how) {
    throw sends();
  }

  @Override
  public CompletableFuture<Receipt> sendAsync(byte[] message, Sending how) {
    throw sends();
  }

  @Override
  public CompletableFuture<Receipt> sendTracked(byte[] message, Sending how) {
    throw sends();
  }

  @Override
  public boolean tryTransfer(byte[] message) {
    throw sends();
  }

  @Override
  public Claim claim(long size) {
    throw sends();
  }

  @Override
  public @Nullable Claim claim(long size, Duration within) {
    throw sends();
  }

  @Override
  public @Nullable Claim tryClaim(long size) {
    throw sends();
  }

  @Override
  public List<Message> untaken() {
    throw refused("has sent nothing");
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
}
