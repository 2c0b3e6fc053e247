// SPDX-License-Identifier: Apache-2.0
package dure.transport.sysv;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.Address;
import dure.Choice;
import dure.MailboxClosedException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.MessageTooLargeException;
import dure.Occupancy;
import dure.carrier.Buffers;
import dure.carrier.Carrier;
import dure.linux.Errno;
import dure.linux.SystemVQueues;
import dure.parking.SignalInterrupter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A queue in use by one process. It goes by the queue's id, so that it never takes a new queue of
/// the same key for the one it was opened at. The kernel knows nothing of its being open.
final class SysvQueueCarrier implements Carrier {
  /// What the kernel calls a message whose sender gave it no number: it has none without one.
  private static final long NO_NUMBER = 1;

  private final Address address;
  private final int id;
  private final MailboxSettings settings;
  private final Buffers buffers;
  private volatile boolean closed;

  SysvQueueCarrier(Address address, int id, MailboxSettings settings) {
    this.address = address;
    this.id = id;
    this.settings = settings;
    this.buffers = new Buffers(SystemVQueues.TEXT + settings.messageSize());
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public MailboxSettings settings() {
    return settings;
  }

  /// As long as it takes: the kernel serves waiters in the order in which they came, so no waiter
  /// is to leave the line and come back.
  @Override
  public long longestWait() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean send(MemorySegment message, int priority, long number, long nanos) {
    requireOpen();
    long size = message.byteSize();
    MemorySegment buffer = buffers.borrow();
    try {
      buffer.set(JAVA_LONG, 0, number == 0 ? NO_NUMBER : number);
      MemorySegment.copy(message, 0, buffer, SystemVQueues.TEXT, size);
      long at = buffer.address();
      long result =
          nanos == 0
              ? SystemVQueues.send(id, at, size, SystemVQueues.IPC_NOWAIT)
              : SignalInterrupter.during(
                  nanos, this::isClosed, () -> SystemVQueues.send(id, at, size, 0));
      if (result < 0 && !Errno.EAGAIN.is(result) && !Errno.EINTR.is(result)) {
        throw SysvErrors.ofMessage(address.toString(), id, result, size);
      }
      return result == 0;
    } finally {
      buffers.giveBack(buffer);
    }
  }

  @Override
  public @Nullable Message receive(Choice choice, long nanos) {
    return receiveUpTo(settings.messageSize(), choice, nanos);
  }

  @Override
  public @Nullable Message receiveUpTo(long room, Choice choice, long nanos) {
    requireOpen();
    long type = choice.code();
    MemorySegment buffer = buffers.borrow();
    try {
      long at = buffer.address();
      long result =
          nanos == 0
              ? SystemVQueues.receive(id, at, room, type, SystemVQueues.IPC_NOWAIT)
              : SignalInterrupter.during(
                  nanos, this::isClosed, () -> SystemVQueues.receive(id, at, room, type, 0));
      if (Errno.E2BIG.is(result) && room < settings.messageSize()) {
        throw new MessageTooLargeException(
            address.toString(),
            "the next message has more than the "
                + room
                + " bytes of the buffer; it stays in the mailbox, receive it with a larger one");
      }
      if (result < 0 && !Errno.ENOMSG.is(result) && !Errno.EINTR.is(result)) {
        throw SysvErrors.ofMessage(address.toString(), id, result, room);
      }
      return result < 0 ? null : message(buffer, result);
    } finally {
      buffers.giveBack(buffer);
    }
  }

  private static Message message(MemorySegment buffer, long size) {
    byte[] bytes = buffer.asSlice(SystemVQueues.TEXT, size).toArray(JAVA_BYTE);
    long number = buffer.get(JAVA_LONG, 0);
    return Message.of(bytes, new Message.Stamps(Message.UNKNOWN, Message.UNKNOWN, number, 0, 0, 0));
  }

  @Override
  public MailboxStatus status() {
    return SysvQueueSnapshot.status(address, id, look(id));
  }

  @Override
  public Occupancy occupancy() {
    return SysvQueueSnapshot.outlook(look(id));
  }

  private SystemVQueues.Status look(int id) {
    requireOpen();
    SystemVQueues.Status seen = SystemVQueues.status(id);
    if (seen == null) {
      throw SysvErrors.ofMessage(address.toString(), id, SystemVQueues.statusError(id), 0);
    }
    return seen;
  }

  private void requireOpen() {
    if (closed) {
      throw new MailboxClosedException(
          address.toString(), "this process has closed it; open it again");
    }
  }

  private boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
