// SPDX-License-Identifier: Apache-2.0
package dure.transport.posix;

import dure.Address;
import dure.Choice;
import dure.MailboxDeletedException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.MailboxStatus.Details;
import dure.Message;
import dure.Occupancy;
import dure.carrier.Buffers;
import dure.carrier.Carrier;
import dure.carrier.SharedDescriptor;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.MessageQueues;
import dure.linux.MessageQueues.Attributes;
import dure.linux.Names;
import dure.mqueue.Demand;
import dure.mqueue.QueueName;
import dure.mqueue.QueueNotes;
import dure.parking.Readiness;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A POSIX message queue as this process has it open.
///
/// The kernel goes on with a queue that was unlinked as if nothing had happened, for processes that
/// have it open. So each call first asks how many names it has: one more system call, of a few
/// hundred nanoseconds, without which messages would be sent to a queue that no process can find. A
/// deletion at the very moment of a send may still take the message along.
final class PosixQueueCarrier implements Carrier {
  private final QueueName name;
  private final SharedDescriptor descriptor;
  private final MailboxSettings settings;
  private final Buffers buffers;

  /// @param fd open for reading and writing without waiting; closed with this
  PosixQueueCarrier(QueueName name, int fd) {
    this.name = name;
    this.descriptor = new SharedDescriptor(name.toString(), fd);
    this.settings = settings(MessageQueues.attributes(fd), Files.status(fd));
    this.buffers = new Buffers(MessageQueues.bufferSize(settings.messageSize()));
  }

  private static MailboxSettings settings(Attributes attributes, Files.Status file) {
    return PosixTransport.settings(
        attributes.mostMessages(),
        attributes.messageSize(),
        file.permissions() & 0777,
        Names.group(file.gid()));
  }

  @Override
  public Address address() {
    return name.address();
  }

  @Override
  public MailboxSettings settings() {
    return settings;
  }

  @Override
  public boolean send(MemorySegment message, int priority, long number, long nanos) {
    requirePriority(priority);
    if (nanos > 0) {
      awaitRoom(nanos);
    }
    int fd = enter();
    try {
      int result = MessageQueues.send(fd, message, priority);
      if (Errno.EAGAIN.is(result) || Errno.EINTR.is(result)) {
        return false;
      }
      Failures.check(name.toString(), "send", result);
      return true;
    } finally {
      descriptor.leave();
    }
  }

  private void requirePriority(int priority) {
    if (priority < 0 || priority >= MessageQueues.MQ_PRIO_MAX) {
      throw new IllegalArgumentException(
          String.format(
              "mailbox '%s': priorities of a POSIX message queue are from 0 to %d, not %d; nothing"
                  + " was sent",
              name, MessageQueues.MQ_PRIO_MAX - 1, priority));
    }
  }

  private void awaitRoom(long nanos) {
    int fd = enter();
    try {
      Readiness.awaitRoom(fd, nanos);
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public @Nullable Message receive(Choice choice, long nanos) {
    if (nanos > 0) {
      awaitInput(nanos);
    }
    MemorySegment buffer = buffers.borrow();
    int fd = enter();
    try {
      long length = MessageQueues.receive(fd, buffer);
      if (Errno.EAGAIN.is(length) || Errno.EINTR.is(length)) {
        return null;
      }
      Failures.check(name.toString(), "receive", length);
      return Message.of(
          MessageQueues.message(buffer, length),
          new Message.Stamps(
              Message.UNKNOWN, Message.UNKNOWN, 0, MessageQueues.priority(buffer), 0, 0));
    } finally {
      descriptor.leave();
      buffers.giveBack(buffer);
    }
  }

  private void awaitInput(long nanos) {
    int fd = enter();
    try {
      Readiness.awaitInput(fd, nanos);
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public Occupancy occupancy() {
    int fd = enter();
    try {
      Attributes now = MessageQueues.attributes(fd);
      return new Occupancy(now.messages(), now.mostMessages() - now.messages(), Occupancy.UNKNOWN);
    } finally {
      descriptor.leave();
    }
  }

  /// Begins to use a queue that has not been deleted.
  private int enter() {
    int fd = descriptor.enter();
    if (Files.links(fd) == 0) {
      descriptor.leave();
      throw new MailboxDeletedException(
          name.toString(), "its queue has been deleted, with what was in it; create it anew");
    }
    return fd;
  }

  @Override
  public MailboxStatus status() {
    int fd = descriptor.enter();
    try {
      return look(name, fd);
    } finally {
      descriptor.leave();
    }
  }

  /// What an open queue looks like now.
  static MailboxStatus look(QueueName name, int fd) {
    Attributes now = MessageQueues.attributes(fd);
    Files.Status file = Files.status(fd);
    MailboxSettings settings = settings(now, file);
    return new MailboxStatus(
        name.address(),
        Files.links(fd) == 0 ? Condition.DELETED : Condition.LIVE,
        new Details(
            settings,
            Names.user(file.uid()),
            settings.group(),
            new Demand(name.toString(), now.mostMessages(), now.messageSize()).bytes(),
            now.messages(),
            null,
            List.of(),
            false,
            QueueNotes.of(fd)));
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
