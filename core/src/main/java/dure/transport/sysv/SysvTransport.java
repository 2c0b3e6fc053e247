// SPDX-License-Identifier: Apache-2.0
package dure.transport.sysv;

import dure.Address;
import dure.Capacity;
import dure.Channel;
import dure.Feature;
import dure.InvalidNameException;
import dure.MailboxExistsException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.Transport;
import dure.carrier.CarrierChannel;
import dure.carrier.Choices;
import dure.linux.Errno;
import dure.linux.Keys;
import dure.linux.Names;
import dure.linux.Processes;
import dure.linux.SystemVQueues;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Mailboxes that are System V message queues, for Java and C alike: `sysv:0x1234abcd`,
/// `sysv:4660`, `sysv:/path#7` as `ftok` has it, `sysv:id=5`.
///
/// Every message has a number, its *type*, from 1 on; one that is sent without a number gets 1.
/// Receivers choose by number as `msgrcv` has it. Queues are the system's: they stay, with what is
/// in them, until their owner, their creator or root deletes them. Capacity is in bytes.
///
/// Opening asks for reading and writing, as the mode has it. At a queue that is opened by its id
/// and has no key, the kernel says only at the first send that this user may not write.
public final class SysvTransport implements Transport {
  private static final String SCHEME = "sysv";

  private static final int READ_AND_WRITE = 0600;
  private static final int OWNERS = 0700;

  /// For [java.util.ServiceLoader].
  public SysvTransport() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public Map<Feature, String> lacks() {
    return CarrierChannel.LACKS;
  }

  @Override
  public MailboxSettings defaults() {
    return SysvLimits.defaults();
  }

  @Override
  public Channel create(Address address, MailboxSettings settings, Opening opening) {
    SysvQueueName name = SysvQueueName.of(address);
    if (name.kind() == SysvQueueName.Kind.ID) {
      throw new InvalidNameException(
          address.toString(), "the kernel gives ids, they cannot be chosen; create it by a key");
    }
    long capacity = check(address, settings);
    int gid = groupOf(address, settings.group());
    // The group's and the others' bits mean something else until the group is set.
    int mode = settings.group().isEmpty() ? settings.mode() : settings.mode() & OWNERS;
    int flags = SystemVQueues.IPC_CREAT | SystemVQueues.IPC_EXCL | mode;
    int id = SystemVQueues.get(name.number(), flags);
    if (Errno.EEXIST.is(id)) {
      throw new MailboxExistsException(
          address.toString(),
          "there is a System V message queue of key "
              + SysvQueueName.text(name.number())
              + " already; open it, or choose another key");
    }
    if (id < 0) {
      throw SysvErrors.ofCreation(address.toString(), id);
    }
    if (!settings.group().isEmpty() || capacity != SysvLimits.usualCapacity()) {
      change(address, id, gid, settings.mode(), capacity);
    }
    // What the kernel says of it may be more than its mode lets its creator see.
    MailboxSettings made = SysvLimits.settings(capacity, settings.mode(), Names.group(gid));
    return new CarrierChannel(new SysvQueueCarrier(address, id, made), opening);
  }

  /// What can be chosen: the capacity in bytes.
  private static long check(Address address, MailboxSettings settings) {
    Choices choices = new Choices(address, settings);
    choices
        .plain(
            Receivers.ANY, "the kernel hands a message to the receiver that waits longest for it")
        .owner(
            Owner.SYSTEM,
            "a System V queue is the system's and outlives every process; leave the choice out,"
                + " and delete it when it is done with")
        .require(
            settings.order() == Order.NUMBER,
            "a System V queue hands its messages out by number, and as they came within one; leave"
                + " the order out")
        .require(
            settings.capacity() instanceof Capacity.Bytes,
            "the kernel counts the bytes of a System V queue, not its messages: say how many, as"
                + " 64K on the command line, or Capacity.bytes(n); or leave it out")
        .require(
            settings.messageSize() == SysvLimits.defaults().messageSize(),
            "the kernel keeps no message size with a queue, kernel.msgmax holds for all; leave the"
                + " choice out");
    long bytes = settings.capacity() instanceof Capacity.Bytes some ? some.bytes() : 0;
    choices.require(
        bytes <= Integer.MAX_VALUE, // it would cut off the rest without a word
        "the kernel keeps the capacity of a System V queue as an int: choose at most "
            + Integer.MAX_VALUE
            + " bytes");
    return bytes;
  }

  private static int groupOf(Address address, String group) {
    if (group.isEmpty()) {
      return Processes.gid();
    }
    OptionalInt gid = Names.groupNumber(group);
    if (gid.isEmpty()) {
      throw new InvalidNameException(
          address.toString(), "there is no group '" + group + "'; choose one, or its number");
    }
    return gid.getAsInt();
  }

  /// Makes a new queue what its creator chose, or removes it.
  private static void change(Address address, int id, int gid, int mode, long capacity) {
    int result = SystemVQueues.change(id, Processes.uid(), gid, mode, capacity);
    if (result < 0) {
      SystemVQueues.remove(id);
      if (Errno.EPERM.is(result)) {
        throw SysvErrors.ofCapacity(address.toString(), capacity);
      }
      throw SysvErrors.failure(address.toString(), "set its group, mode and capacity", result);
    }
  }

  @Override
  public Channel open(Address address, Opening opening) {
    SysvQueueName name = SysvQueueName.of(address);
    int id = name.find();
    SystemVQueues.Status seen = lookAt(name, id, "use");
    int allowed =
        seen.key() == Keys.IPC_PRIVATE ? id : SystemVQueues.get(seen.key(), READ_AND_WRITE);
    if (Errno.EACCES.is(allowed)) {
      throw SysvErrors.notPermitted(address.toString(), id, "use");
    }
    if (allowed != id) {
      throw name.none(); // removed meanwhile, whatever has come in its place
    }
    return new CarrierChannel(
        new SysvQueueCarrier(address, id, SysvLimits.settings(seen)), opening);
  }

  private static SystemVQueues.Status lookAt(SysvQueueName name, int id, String purpose) {
    SystemVQueues.Status seen = SystemVQueues.status(id);
    if (seen != null) {
      return seen;
    }
    if (Errno.EACCES.is(SystemVQueues.statusError(id))) {
      throw SysvErrors.notPermitted(name.address().toString(), id, purpose);
    }
    throw name.none();
  }

  @Override
  public void delete(Address address) {
    SysvQueueName name = SysvQueueName.of(address);
    int result = SystemVQueues.remove(name.find());
    if (Errno.EPERM.is(result) || Errno.EACCES.is(result)) {
      throw SysvErrors.notRemovable(address.toString());
    }
    if (result < 0) {
      throw name.none();
    }
  }

  @Override
  public MailboxStatus status(Address address) {
    SysvQueueName name = SysvQueueName.of(address);
    int id = name.find();
    return SysvQueueSnapshot.status(address, id, lookAt(name, id, "look at"));
  }

  /// All queues of the system, of any program.
  @Override
  public List<MailboxStatus> list() {
    return SystemVQueues.list().stream().mapMulti(SysvTransport::lookOrSayWhyNot).toList();
  }

  private static void lookOrSayWhyNot(SystemVQueues.Entry entry, Consumer<MailboxStatus> into) {
    SysvQueueName name = SysvQueueName.of(SCHEME, entry);
    SystemVQueues.Status seen = SystemVQueues.status(entry.id());
    if (seen != null) {
      into.accept(SysvQueueSnapshot.status(name.address(), entry.id(), seen));
    } else if (Errno.EACCES.is(SystemVQueues.statusError(entry.id()))) {
      into.accept(new MailboxStatus(name.address(), Condition.NOT_PERMITTED, null));
    }
  }
}
