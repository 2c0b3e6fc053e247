// SPDX-License-Identifier: Apache-2.0
package dure.transport.posix;

import dure.Address;
import dure.Capacity;
import dure.Channel;
import dure.Feature;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.Transport;
import dure.carrier.CarrierChannel;
import dure.carrier.Choices;
import dure.linux.Files;
import dure.mqueue.Directory;
import dure.mqueue.QueueName;
import dure.mqueue.SystemLimit;
import java.util.List;
import java.util.Map;

/// Mailboxes that are POSIX message queues, at `posix:/name`, shared with every program in any
/// language that opens `/name` with `mq_open(3)`.
///
/// The kernel keeps capacity, message size, mode and group with a queue, hands the oldest message
/// of the highest priority to any receiver, and keeps the queue until it is deleted or the machine
/// stops. A queue keeps no other choice of a creator, so each other choice is refused.
public final class PosixTransport implements Transport {
  /// For [java.util.ServiceLoader].
  public PosixTransport() {}

  @Override
  public String scheme() {
    return QueueName.SCHEME;
  }

  @Override
  public Map<Feature, String> lacks() {
    return CarrierChannel.LACKS;
  }

  /// What the system gives who chooses nothing, by `fs.mqueue.msg_default` and `msgsize_default`.
  @Override
  public MailboxSettings defaults() {
    return settings(
        Math.min(SystemLimit.USUAL_MESSAGES.value(), SystemLimit.MOST_MESSAGES.value()),
        Math.min(SystemLimit.USUAL_MESSAGE.value(), SystemLimit.LARGEST_MESSAGE.value()),
        MailboxSettings.DEFAULT.mode(),
        "");
  }

  /// What the kernel keeps, and for the rest what it does anyway.
  static MailboxSettings settings(long messages, long messageSize, int mode, String group) {
    MailboxSettings usual = MailboxSettings.DEFAULT;
    return new MailboxSettings(
        Capacity.bounded((int) messages),
        messageSize,
        Receivers.ANY,
        Order.PRIORITY,
        usual.whenFull(),
        Owner.SYSTEM,
        mode,
        group,
        usual.patience(),
        usual.participants(),
        usual.attempts(),
        usual.deadLetters(),
        usual.maxInFlight());
  }

  @Override
  public Channel create(Address address, MailboxSettings settings, Opening opening) {
    QueueName name = new QueueName(address);
    int capacity = capacity(address, settings);
    int fd = name.create(settings.mode(), settings.group(), capacity, settings.messageSize());
    return new CarrierChannel(new PosixQueueCarrier(name, fd), opening);
  }

  /// How many messages, if all a creator chose can be had.
  private static int capacity(Address address, MailboxSettings settings) {
    new Choices(address, settings)
        .plain(Receivers.ANY, "the kernel hands each message to any one receiver")
        .owner(
            Owner.SYSTEM,
            "the kernel keeps a POSIX message queue until it is deleted, so no process can own it;"
                + " let the system own it, or use a mailbox in shared memory")
        .require(
            settings.order() == Order.PRIORITY,
            "a POSIX message queue always hands out the oldest message of the highest priority:"
                + " leave the order out, and messages sent without a priority come as they were"
                + " sent")
        .require(
            settings.capacity() instanceof Capacity.Bounded,
            "the kernel wants to know how many messages a POSIX message queue holds: create it"
                + " with a bounded capacity, from 1 on");
    return ((Capacity.Bounded) settings.capacity()).messages();
  }

  @Override
  public Channel open(Address address, Opening opening) {
    QueueName name = new QueueName(address);
    return new CarrierChannel(new PosixQueueCarrier(name, name.open()), opening);
  }

  @Override
  public void delete(Address address) {
    new QueueName(address).unlink();
  }

  @Override
  public MailboxStatus status(Address address) {
    QueueName name = new QueueName(address);
    int fd = name.openToLook();
    try {
      return PosixQueueCarrier.look(name, fd);
    } finally {
      Files.close(fd);
    }
  }

  /// All there are where the kernel's file system of queues is mounted, else those that some
  /// process has open, as far as this user may see.
  @Override
  public List<MailboxStatus> list() {
    return Directory.names().stream()
        .map(name -> new Address(scheme(), name))
        .flatMap(address -> Transport.lookOrSayWhyNot(address, () -> status(address)).stream())
        .toList();
  }
}
