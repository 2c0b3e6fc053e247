// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.Choice;
import dure.Claim;
import dure.Delivery;
import dure.DureException;
import dure.Mailbox;
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
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The creator's own handle: the mailbox in shared memory, under the address of its socket.
final class HostMailbox implements Mailbox {
  private final Address address;
  private final Address local;
  private final MailboxSettings settings;
  private final Mailbox own;
  private final Host host;

  HostMailbox(Address address, Address local, MailboxSettings settings, Mailbox own, Host host) {
    this.address = address;
    this.local = local;
    this.settings = settings;
    this.own = own;
    this.host = host;
  }

  /// Something done at the mailbox in shared memory.
  private interface Call<T extends @Nullable Object, X extends Exception> {
    T call() throws X;
  }

  private interface Deed<X extends Exception> {
    void perform() throws X;
  }

  /// Does it. What it fails with is said of the address that the caller knows.
  private <T extends @Nullable Object, X extends Exception> T here(Call<T, X> call) throws X {
    try {
      return call.call();
    } catch (DureException | IllegalArgumentException | UnsupportedOperationException failure) {
      RuntimeException told = Told.of(failure, local.name()).at(address.toString());
      told.addSuppressed(failure);
      throw told;
    }
  }

  private <X extends Exception> void done(Deed<X> deed) throws X {
    boolean _ =
        this.<Boolean, X>here(() -> {
          deed.perform();
          return true;
        });
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
    return host.at(here(own::status));
  }

  @Override
  public void send(byte[] message) throws InterruptedException {
    this.<InterruptedException>done(() -> own.send(message));
  }

  @Override
  public boolean send(byte[] message, Duration within) throws InterruptedException {
    return this.<Boolean, InterruptedException>here(() -> own.send(message, within));
  }

  @Override
  public boolean trySend(byte[] message) {
    return here(() -> own.trySend(message));
  }

  @Override
  public void send(MemorySegment message) throws InterruptedException {
    this.<InterruptedException>done(() -> own.send(message));
  }

  @Override
  public boolean send(MemorySegment message, Duration within) throws InterruptedException {
    return this.<Boolean, InterruptedException>here(() -> own.send(message, within));
  }

  @Override
  public boolean trySend(MemorySegment message) {
    return here(() -> own.trySend(message));
  }

  @Override
  public Receipt send(byte[] message, Sending how) throws InterruptedException {
    return this.<Receipt, InterruptedException>here(() -> own.send(message, how));
  }

  @Override
  public Receipt send(MemorySegment message, Sending how) throws InterruptedException {
    return this.<Receipt, InterruptedException>here(() -> own.send(message, how));
  }

  @Override
  public CompletableFuture<Receipt> sendAsync(byte[] message, Sending how) {
    return told(here(() -> own.sendAsync(message, how)));
  }

  @Override
  public CompletableFuture<Receipt> sendTracked(byte[] message, Sending how)
      throws InterruptedException {
    return told(
        this.<CompletableFuture<Receipt>, InterruptedException>here(
            () -> own.sendTracked(message, how)));
  }

  private CompletableFuture<Receipt> told(CompletableFuture<Receipt> sent) {
    return sent.exceptionallyCompose(failure ->
        CompletableFuture.failedFuture(
            failure instanceof DureException ours ? told(ours) : failure));
  }

  @Override
  public boolean tryTransfer(byte[] message) {
    return here(() -> own.tryTransfer(message));
  }

  @Override
  public Claim claim(long size) throws InterruptedException {
    return this.<Claim, InterruptedException>here(() -> own.claim(size));
  }

  @Override
  public @Nullable Claim claim(long size, Duration within) throws InterruptedException {
    return this.<@Nullable Claim, InterruptedException>here(() -> own.claim(size, within));
  }

  @Override
  public @Nullable Claim tryClaim(long size) {
    return this.<@Nullable Claim, RuntimeException>here(() -> own.tryClaim(size));
  }

  @Override
  public Message receive() throws InterruptedException {
    return this.<Message, InterruptedException>here(own::receive);
  }

  @Override
  public @Nullable Message receive(Duration within) throws InterruptedException {
    return this.<@Nullable Message, InterruptedException>here(() -> own.receive(within));
  }

  @Override
  public @Nullable Message tryReceive() {
    return this.<@Nullable Message, RuntimeException>here(own::tryReceive);
  }

  @Override
  public Message receive(Choice choice) throws InterruptedException {
    return this.<Message, InterruptedException>here(() -> own.receive(choice));
  }

  @Override
  public @Nullable Message receive(Choice choice, Duration within) throws InterruptedException {
    return this.<@Nullable Message, InterruptedException>here(() -> own.receive(choice, within));
  }

  @Override
  public @Nullable Message tryReceive(Choice choice) {
    return this.<@Nullable Message, RuntimeException>here(() -> own.tryReceive(choice));
  }

  @Override
  public List<Message> receive(int least, int most, @Nullable Duration within)
      throws InterruptedException {
    return this.<List<Message>, InterruptedException>here(() -> own.receive(least, most, within));
  }

  @Override
  public Delivery receiveDelivery() throws InterruptedException {
    return named(this.<Delivery, InterruptedException>here(own::receiveDelivery));
  }

  @Override
  public @Nullable Delivery receiveDelivery(Duration within) throws InterruptedException {
    Delivery next =
        this.<@Nullable Delivery, InterruptedException>here(() -> own.receiveDelivery(within));
    return next == null ? null : named(next);
  }

  @Override
  public @Nullable Delivery tryReceiveDelivery() {
    Delivery next = this.<@Nullable Delivery, RuntimeException>here(own::tryReceiveDelivery);
    return next == null ? null : named(next);
  }

  /// A delivery that says what happens to it of the address that the caller knows.
  private Delivery named(Delivery delivery) {
    return new Delivery() {
      @Override
      public Message message() {
        return delivery.message();
      }

      @Override
      public void acknowledge() {
        done(delivery::acknowledge);
      }

      @Override
      public void giveBack() {
        done(delivery::giveBack);
      }

      @Override
      public void close() {
        done(delivery::close);
      }
    };
  }

  @Override
  public long receiveInto(MemorySegment buffer) throws InterruptedException {
    return this.<Long, InterruptedException>here(() -> own.receiveInto(buffer));
  }

  @Override
  public long receiveInto(MemorySegment buffer, Duration within) throws InterruptedException {
    return this.<Long, InterruptedException>here(() -> own.receiveInto(buffer, within));
  }

  @Override
  public long tryReceiveInto(MemorySegment buffer) {
    return here(() -> own.tryReceiveInto(buffer));
  }

  /// What a handler throws is its own, and is passed on as it is; what the mailbox throws is told
  /// of the address that the caller knows.
  private RuntimeException told(DureException failure) {
    return failure.mailbox().equals(local.name())
        ? Told.of(failure, local.name()).at(address.toString())
        : failure;
  }

  @Override
  public <X extends Exception> void receiveInPlace(MessageHandler<X> handler)
      throws X, InterruptedException {
    try {
      own.receiveInPlace(handler);
    } catch (DureException failure) {
      throw told(failure);
    }
  }

  @Override
  public <X extends Exception> boolean receiveInPlace(MessageHandler<X> handler, Duration within)
      throws X, InterruptedException {
    try {
      return own.receiveInPlace(handler, within);
    } catch (DureException failure) {
      throw told(failure);
    }
  }

  @Override
  public <X extends Exception> boolean tryReceiveInPlace(MessageHandler<X> handler) throws X {
    try {
      return own.tryReceiveInPlace(handler);
    } catch (DureException failure) {
      throw told(failure);
    }
  }

  @Override
  public Outlook look() {
    return here(own::look);
  }

  @Override
  public List<Message> untaken() {
    return here(own::untaken);
  }

  @Override
  public List<Message> browse(int most) {
    return here(() -> own.browse(most));
  }

  @Override
  public boolean remove(Message seen) {
    return here(() -> own.remove(seen));
  }

  @Override
  public void close() {
    host.close();
  }

  @Override
  public String toString() {
    return "mailbox '" + address + "'";
  }
}
