// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import dure.Address;
import dure.Channel;
import dure.Feature;
import dure.InvalidNameException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.NoSuchMailboxException;
import dure.Owner;
import dure.Transport;
import dure.carrier.CarrierChannel;
import dure.carrier.SharedDescriptor;
import dure.file.Failures;
import dure.handover.DescriptorServer;
import dure.handover.OwnerSocketName;
import dure.layout.FileNames;
import dure.linux.Files;
import dure.linux.Names;
import dure.linux.Pipes;
import dure.linux.Processes;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Mailboxes in pipes without a name in any file system.
///
/// `pipe:NAME` is the pipe of the process that created it, which hands it to each process that its
/// mode allows, and ends with its owner however that ends. `pipe:0` and `pipe:1`, or any other
/// number, are ends of pipes that this process was given by its parent.
public final class PipeTransport implements Transport {
  /// How long an owner may take to answer when its mailbox is one of a list.

  private static final long CLOSING_NANOS = 2_000_000_000L;

  /// For [java.util.ServiceLoader].
  public PipeTransport() {}

  @Override
  public String scheme() {
    return "pipe";
  }

  @Override
  public Map<Feature, String> lacks() {
    return CarrierChannel.LACKS;
  }

  @Override
  public MailboxSettings defaults() {
    return Snapshot.defaults(Owner.PROCESS);
  }

  @Override
  public Channel create(Address address, MailboxSettings settings, Opening opening) {
    if (InheritedAccess.isMeantBy(address)) {
      throw new InvalidNameException(
          address.toString(),
          "a number means a descriptor that this process was given; to create a pipe, give it a"
              + " name");
    }
    long bytes =
        Snapshot.requirePossible(
            address,
            settings,
            Owner.PROCESS,
            "a pipe without a name in a file system ends with its processes, so the system cannot"
                + " own it; create it as 'fifo:/path'");
    String name = opening.participant().isEmpty() ? Processes.command() : opening.participant();
    int fd = make(address, settings, bytes);
    PipeAccessPolicy keeper;
    DescriptorServer door = null;
    try {
      int handle =
          Failures.check(
              address.toString(), "open it", Files.open(Pipes.link(fd), Files.O_PATH, 0));
      keeper = new PipeAccessPolicy(handle, name, settings.participants());
      door = PipeAccessPolicy.door(address).open(keeper);
    } finally {
      if (door == null) {
        Files.close(fd);
      }
    }
    String owner = "'" + name + "' (pid " + Processes.pid() + ")";
    return channel(address, fd, OwnedAccess.own(address, keeper, door), owner, opening);
  }

  /// A new pipe, open for both, of the size, group and mode that were chosen.
  private static int make(Address address, MailboxSettings settings, long bytes) {
    String name = address.toString();
    int gid = groupNumber(address, settings.group());
    OwnerSocketName _ = PipeAccessPolicy.door(address); // its name, before anything is made
    int[] ends = new int[2];
    Failures.check(name, "make a pipe", Pipes.create(ends));
    int fd = Pipes.again(ends[0], Files.O_RDWR);
    Files.close(ends[0]);
    Files.close(ends[1]);
    Failures.check(name, "open it", fd);
    boolean made = false;
    try {
      Snapshot.resize(address, fd, bytes);
      if (gid >= 0) {
        Failures.check(name, "give it to group " + settings.group(), Files.changeGroup(fd, gid));
      }
      Failures.check(name, "set its mode", Files.changeMode(fd, settings.mode()));
      made = true;
      return fd;
    } finally {
      if (!made) {
        Files.close(fd);
      }
    }
  }

  private static int groupNumber(Address address, String group) {
    if (group.isEmpty()) {
      return -1;
    }
    OptionalInt gid = Names.groupNumber(group);
    if (gid.isEmpty()) {
      throw new InvalidNameException(address.toString(), "there is no group '" + group + "'");
    }
    return gid.getAsInt();
  }

  @Override
  public Channel open(Address address, Opening opening) {
    if (InheritedAccess.isMeantBy(address)) {
      return channel(address, InheritedAccess.to(address), opening);
    }
    PipeOwnerConnection visit = visit(address, Files.O_RDWR, "use", OwnerSocketName.ANSWER_NANOS);
    Failures.check(
        address.toString(), "watch its owner", Pipes.neverBlock(visit.connection().fd()));
    OwnedAccess.Tie tie = new VisitorLink(address, visit.owner(), visit.connection().fd());
    return channel(address, visit.fd(), tie, visit.owner(), opening);
  }

  private static Channel channel(
      Address address, int fd, OwnedAccess.Tie tie, String owner, Opening opening) {
    return channel(address, new OwnedAccess(address, fd, tie, owner), opening);
  }

  private static Channel channel(Address address, PipeAccess way, Opening opening) {
    boolean open = false;
    try {
      MailboxSettings settings = settings(address, way);
      Channel channel = new CarrierChannel(new PipeCarrier(address, settings, way), opening);
      open = true;
      return channel;
    } finally {
      if (!open) {
        way.close();
      }
    }
  }

  private static MailboxSettings settings(Address address, PipeAccess way) {
    SharedDescriptor end = way.toLook();
    try {
      return Snapshot.settings(address, end.fd(), Owner.PROCESS);
    } finally {
      end.leave();
    }
  }

  private static PipeOwnerConnection visit(
      Address address, int flags, String use, long answerNanos) {
    PipeOwnerConnection visit = PipeOwnerConnection.at(address, flags, use, answerNanos);
    if (visit == null) {
      throw new NoSuchMailboxException(
          address.toString(),
          "no process owns one of this name; create it, or list those there are");
    }
    return visit;
  }

  @Override
  public void delete(Address address) {
    if (InheritedAccess.isMeantBy(address)) {
      throw new UnsupportedOperationException(
          "mailbox '"
              + address
              + "': a number means a descriptor that this process was given; it ends with the"
              + " process, and cannot be deleted");
    }
    try (PipeOwnerConnection visit =
        visit(address, Files.O_RDWR, "delete", OwnerSocketName.ANSWER_NANOS)) {
      visit.delete(address, CLOSING_NANOS);
    }
  }

  @Override
  public MailboxStatus status(Address address) {
    return status(address, OwnerSocketName.ANSWER_NANOS);
  }

  private static MailboxStatus status(Address address, long answerNanos) {
    if (InheritedAccess.isMeantBy(address)) {
      try (InheritedAccess way = InheritedAccess.to(address)) {
        return new PipeCarrier(address, settings(address, way), way).status();
      }
    }
    try (PipeOwnerConnection visit = visit(address, Files.O_RDONLY, "look at", answerNanos)) {
      MailboxSettings settings = Snapshot.settings(address, visit.fd(), Owner.PROCESS);
      return Snapshot.of(address, settings, visit.fd(), Map.of("owner", visit.owner()));
    }
  }

  @Override
  public List<MailboxStatus> list() {
    List<Address> addresses =
        OwnerSocketName.names(FileNames.current().pipes()).stream()
            .map(name -> new Address(scheme(), name))
            // another's, who does not ask for names
            .filter(address -> !InheritedAccess.isMeantBy(address))
            .toList();
    return Transport.lookAtAll(
        addresses, address -> Transport.lookOrSayWhyNot(address, () -> status(address)));
  }
}
