// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import dure.Address;
import dure.Channel;
import dure.DureException.Subject;
import dure.Feature;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Owner;
import dure.Transport;
import dure.carrier.CarrierChannel;
import dure.file.NamedPipe;
import dure.linux.Files;
import java.util.List;
import java.util.Map;

/// Mailboxes in FIFOs, the pipes with a name in a file system: `fifo:/path/to/it`.
///
/// The name lasts until it is deleted; messages in it, and a capacity that was chosen, last as long
/// as a process has it open. Opening it takes the right to read and to write, and makes the process
/// one that messages are kept for, until it first sends: who only sends is no receiver. A send
/// waits for the first receiver as opening a FIFO does; where receivers were and have left, it is a
/// [dure.ReceiverGoneException].
public final class FifoTransport implements Transport {
  private static final String SCHEME = "fifo";

  /// For [java.util.ServiceLoader].
  public FifoTransport() {}

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
    return Snapshot.defaults(Owner.SYSTEM);
  }

  @Override
  public Channel create(Address address, MailboxSettings settings, Opening opening) {
    long bytes =
        Snapshot.requirePossible(
            address,
            settings,
            Owner.SYSTEM,
            "a FIFO's name outlives its creator, so no process can own it; let the system own it,"
                + " or create it as 'pipe:NAME'");
    NamedPipe fifo = at(address);
    int fd = fifo.create(settings.mode(), settings.group());
    boolean open = false;
    try {
      Channel channel = open(address, fd, opening, bytes);
      open = true;
      return channel;
    } finally {
      if (!open) {
        Files.unlink(fifo.path());
      }
    }
  }

  @Override
  public Channel open(Address address, Opening opening) {
    return open(address, at(address).open(Files.O_RDWR), opening, 0);
  }

  private static Channel open(Address address, int fd, Opening opening, long bytes) {
    PipeAccess way = new FifoAccess(address, fd);
    boolean open = false;
    try {
      if (bytes > 0) {
        Snapshot.resize(address, fd, bytes);
      }
      MailboxSettings settings = Snapshot.settings(address, fd, Owner.SYSTEM);
      Channel channel = new CarrierChannel(new PipeCarrier(address, settings, way), opening);
      open = true;
      return channel;
    } finally {
      if (!open) {
        way.close();
      }
    }
  }

  @Override
  public void delete(Address address) {
    at(address).delete();
  }

  @Override
  public MailboxStatus status(Address address) {
    return Snapshot.closed(address, at(address).look());
  }

  /// None: they can be anywhere, and are found by their paths.
  @Override
  public List<MailboxStatus> list() {
    return List.of();
  }

  private static NamedPipe at(Address address) {
    return new NamedPipe(Subject.MAILBOX, address.toString(), address.name());
  }
}
