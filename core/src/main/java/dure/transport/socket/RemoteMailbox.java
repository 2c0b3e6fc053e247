// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.Address;
import dure.Choice;
import dure.Claim;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxFullException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.MessageHandler;
import dure.Outlook;
import dure.Receipt;
import dure.Sending;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A mailbox behind a socket, as one who connected has it open: the forms of its calls. What is
/// done, its host does.
final class RemoteMailbox implements Mailbox {
  private final Address address;
  private final MailboxSettings settings;
  private final Conversation conversation;
  private final RemoteSends sends;
  private final RemoteReceives receives;

  RemoteMailbox(Address address, MailboxSettings settings, Conversation conversation) {
    this.address = address;
    this.settings = settings;
    this.conversation = conversation;
    this.sends = new RemoteSends(address.toString(), settings, conversation);
    this.receives = new RemoteReceives(conversation);
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
    try (Call call = conversation.askNow(Op.STATUS, new Written())) {
      return call.awaitSoon().read(seen -> Codecs.status(seen, address));
    }
  }

  @Override
  public void send(byte[] message) throws InterruptedException {
    boolean _ = sends.send(message, null);
  }

  @Override
  public boolean send(byte[] message, Duration within) throws InterruptedException {
    return sends.send(message, within);
  }

  @Override
  public boolean trySend(byte[] message) {
    return sends.trySend(message);
  }

  @Override
  public void send(MemorySegment message) throws InterruptedException {
    send(bytes(message));
  }

  @Override
  public boolean send(MemorySegment message, Duration within) throws InterruptedException {
    return send(bytes(message), within);
  }

  @Override
  public boolean trySend(MemorySegment message) {
    return trySend(bytes(message));
  }

  @Override
  public Receipt send(byte[] message, Sending how) throws InterruptedException {
    return sends.post(message, how);
  }

  @Override
  public Receipt send(MemorySegment message, Sending how) throws InterruptedException {
    return send(bytes(message), how);
  }

  private byte[] bytes(MemorySegment message) {
    sends.requireFits(message.byteSize());
    return message.toArray(JAVA_BYTE);
  }

  @Override
  public CompletableFuture<Receipt> sendAsync(byte[] message, Sending how) {
    return sends.sendAsync(message, how);
  }

  @Override
  public CompletableFuture<Receipt> sendTracked(byte[] message, Sending how)
      throws InterruptedException {
    return sends.track(message, how);
  }

  @Override
  public boolean tryTransfer(byte[] message) {
    return sends.tryTransfer(message);
  }

  @Override
  public Claim claim(long size) throws InterruptedException {
    Claim claim = sends.claim(size, null);
    if (claim == null) {
      throw new MailboxFullException(address.toString(), "there was no room to claim");
    }
    return claim;
  }

  @Override
  public @Nullable Claim claim(long size, Duration within) throws InterruptedException {
    return sends.claim(size, within);
  }

  @Override
  public @Nullable Claim tryClaim(long size) {
    return sends.tryClaim(size);
  }

  @Override
  public Message receive() throws InterruptedException {
    return Objects.requireNonNull(receives.receive(Choice.NEXT, null));
  }

  @Override
  public @Nullable Message receive(Duration within) throws InterruptedException {
    return receives.receive(Choice.NEXT, within);
  }

  @Override
  public @Nullable Message tryReceive() {
    return receives.tryReceive(Choice.NEXT);
  }

  @Override
  public Message receive(Choice choice) throws InterruptedException {
    return Objects.requireNonNull(receives.receive(choice, null));
  }

  @Override
  public @Nullable Message receive(Choice choice, Duration within) throws InterruptedException {
    return receives.receive(choice, within);
  }

  @Override
  public @Nullable Message tryReceive(Choice choice) {
    return receives.tryReceive(choice);
  }

  @Override
  public List<Message> receive(int least, int most, @Nullable Duration within)
      throws InterruptedException {
    return receives.receive(least, most, within);
  }

  @Override
  public Delivery receiveDelivery() throws InterruptedException {
    return Objects.requireNonNull(receives.deliver(null));
  }

  @Override
  public @Nullable Delivery receiveDelivery(Duration within) throws InterruptedException {
    return receives.deliver(within);
  }

  @Override
  public @Nullable Delivery tryReceiveDelivery() {
    return receives.tryDeliver();
  }

  @Override
  public long receiveInto(MemorySegment buffer) throws InterruptedException {
    Pouring pouring = new Pouring(address.toString(), buffer);
    receiveInPlace(pouring);
    return pouring.length();
  }

  @Override
  public long receiveInto(MemorySegment buffer, Duration within) throws InterruptedException {
    Pouring pouring = new Pouring(address.toString(), buffer);
    return receiveInPlace(pouring, within) ? pouring.length() : -1;
  }

  @Override
  public long tryReceiveInto(MemorySegment buffer) {
    Pouring pouring = new Pouring(address.toString(), buffer);
    return tryReceiveInPlace(pouring) ? pouring.length() : -1;
  }

  @Override
  public <X extends Exception> void receiveInPlace(MessageHandler<X> handler)
      throws X, InterruptedException {
    boolean _ = receives.inPlace(handler, null);
  }

  @Override
  public <X extends Exception> boolean receiveInPlace(MessageHandler<X> handler, Duration within)
      throws X, InterruptedException {
    return receives.inPlace(handler, within);
  }

  @Override
  public <X extends Exception> boolean tryReceiveInPlace(MessageHandler<X> handler) throws X {
    return receives.tryInPlace(handler);
  }

  @Override
  public Outlook look() {
    try (Call call = conversation.askNow(Op.LOOK, new Written())) {
      return call.awaitSoon().read(seen -> new Outlook(seen.i64(), seen.i64(), seen.i64()));
    }
  }

  @Override
  public List<Message> untaken() {
    return receives.list(Op.UNTAKEN, new Written());
  }

  @Override
  public List<Message> browse(int most) {
    return receives.list(Op.BROWSE, new Written().i32(most));
  }

  @Override
  public boolean remove(Message seen) {
    return receives.remove(seen);
  }

  @Override
  public void close() {
    sends.close();
    conversation.close();
  }

  @Override
  public String toString() {
    return "mailbox '" + address + "'";
  }
}
