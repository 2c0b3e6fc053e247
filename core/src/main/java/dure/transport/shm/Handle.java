// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.Address;
import dure.Choice;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.MessageHandler;
import dure.file.SharedFile;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A mailbox in shared memory, as one process has it open, whether it takes part or only reads: the
/// forms in which to receive, and what it can be asked.
abstract class Handle implements Mailbox {
  private final Address address;
  private final Hold hold;
  private final Reception in;
  private final Spares<MessageInPlace> spareMessages;

  /// @param in what carries the messages
  Handle(Address address, Reception in) {
    this.address = address;
    this.hold = in.hold;
    this.in = in;
    MemorySegment region = hold.mapping().segment();
    this.spareMessages = new Spares<>(thread -> new MessageInPlace(thread, in.taken, region));
  }

  @Override
  public final Address address() {
    return address;
  }

  @Override
  public final MailboxSettings settings() {
    return in.settings;
  }

  @Override
  public final MailboxStatus status() {
    hold.check();
    try (SharedFile asAnOutsider = hold.file().again(false)) {
      return MailboxFiles.look(address, asAnOutsider);
    }
  }

  @Override
  public final Message receive() throws InterruptedException {
    return Objects.requireNonNull(in.letter(in.take(false, 0, null)));
  }

  @Override
  public final @Nullable Message receive(Duration within) throws InterruptedException {
    return in.letter(in.take(false, 0, within));
  }

  @Override
  public final @Nullable Message tryReceive() {
    return in.letter(in.poll(false, 0));
  }

  @Override
  public final Message receive(Choice choice) throws InterruptedException {
    return Objects.requireNonNull(in.letter(in.take(false, in.code(choice), null)));
  }

  @Override
  public final @Nullable Message receive(Choice choice, Duration within)
      throws InterruptedException {
    return in.letter(in.take(false, in.code(choice), within));
  }

  @Override
  public final @Nullable Message tryReceive(Choice choice) {
    return in.letter(in.poll(false, in.code(choice)));
  }

  @Override
  public final long receiveInto(MemorySegment buffer) throws InterruptedException {
    return in.pourInto(in.take(false, 0, null), buffer);
  }

  @Override
  public final long receiveInto(MemorySegment buffer, Duration within) throws InterruptedException {
    return in.pourInto(in.take(false, 0, within), buffer);
  }

  @Override
  public final long tryReceiveInto(MemorySegment buffer) {
    return in.pourInto(in.poll(false, 0), buffer);
  }

  @Override
  public final <X extends Exception> void receiveInPlace(MessageHandler<X> handler)
      throws X, InterruptedException {
    handle(in.take(true, 0, null), handler);
  }

  @Override
  public final <X extends Exception> boolean receiveInPlace(
      MessageHandler<X> handler, Duration within) throws X, InterruptedException {
    return handle(in.take(true, 0, within), handler);
  }

  @Override
  public final <X extends Exception> boolean tryReceiveInPlace(MessageHandler<X> handler) throws X {
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
      if (hold.isClosed() || hold.isTruncated()) {
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
  public final String toString() {
    return "mailbox '" + address + "'";
  }
}
