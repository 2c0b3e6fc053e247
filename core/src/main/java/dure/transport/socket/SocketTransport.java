// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.Channel;
import dure.DamagedMailboxException;
import dure.DureException;
import dure.InvalidNameException;
import dure.MailboxExistsException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.NoSuchMailboxException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.Owner;
import dure.Transport;
import dure.Waiting;
import dure.linux.Processes;
import dure.socket.Endpoint;
import dure.socket.EndpointAddress;
import dure.socket.Kind;
import java.util.List;
import java.util.Optional;

/// Mailboxes behind a socket. The process that creates one holds it, and it ends with it; a process
/// that opens one is connected, and shares no memory with any other.
public abstract class SocketTransport implements Transport {
  private static final int BACKLOG = 128;

  private final String scheme;

  SocketTransport(String scheme) {
    this.scheme = scheme;
  }

  @Override
  public final String scheme() {
    return scheme;
  }

  /// As everywhere, but owned by their process: no other could hold them.
  @Override
  public final MailboxSettings defaults() {
    return with(MailboxSettings.DEFAULT, Owner.PROCESS, MailboxSettings.DEFAULT.mode());
  }

  private static MailboxSettings with(MailboxSettings settings, Owner owner, int mode) {
    return new MailboxSettings(
        settings.capacity(),
        settings.messageSize(),
        settings.receivers(),
        settings.order(),
        settings.whenFull(),
        owner,
        mode,
        settings.group(),
        settings.patience(),
        settings.participants(),
        settings.attempts(),
        settings.deadLetters(),
        settings.maxInFlight());
  }

  /// Refuses what cannot be kept at this kind of socket.
  abstract void requirePossible(Address address, MailboxSettings settings);

  /// Lets in by the name of the socket whom the settings let in.
  abstract void admit(Address address, Endpoint listening, MailboxSettings settings);

  /// @throws MailboxExistsException if something listens at the address
  @Override
  public final Channel create(Address address, MailboxSettings settings, Opening opening) {
    EndpointAddress wanted = HostedName.endpoint(address);
    requirePossible(address, settings);
    if (settings.owner() == Owner.SYSTEM) {
      throw new IllegalArgumentException(
          "mailbox '"
              + address
              + "' would live in the process that creates it and end with it, so the system cannot"
              + " own it: create it with owner 'process'");
    }
    if (!settings.deadLetters().isEmpty() && Address.of(settings.deadLetters()).equals(address)) {
      throw new IllegalArgumentException(
          "mailbox '" + address + "' cannot be its own dead-letter mailbox: name another");
    }
    Endpoint listening = Endpoint.socket(wanted.family(), Kind.STREAM);
    boolean created = false;
    try {
      bind(address, listening, wanted);
      Channel host = create(address, listening, settings, opening);
      created = true;
      return host;
    } finally {
      if (!created) {
        listening.close();
      }
    }
  }

  private static void bind(Address address, Endpoint listening, EndpointAddress wanted) {
    String name = address.toString();
    try {
      listening.bind(wanted).listen(BACKLOG);
    } catch (ObjectExistsException taken) {
      throw new MailboxExistsException(name, taken.problem());
    } catch (NoSuchObjectException noSuchPlace) {
      throw new InvalidNameException(name, noSuchPlace.problem());
    } catch (NotPermittedException refused) {
      throw new NotPermittedException(name, refused.problem());
    }
  }

  private Channel create(
      Address asked, Endpoint listening, MailboxSettings settings, Opening opening) {
    EndpointAddress endpoint = listening.local();
    Address address = actual(asked, endpoint);
    admit(address, listening, settings);
    Address local = new Address(Address.DEFAULT_SCHEME, HostedName.of(endpoint));
    // Its owner has to get in himself, to let others in.
    int mode = settings.mode() | 0600;
    String name = opening.participant().isEmpty() ? Processes.command() : opening.participant();
    Opening asOwner =
        new Opening(opening.waiting(), name, opening.rank(), opening.listening(), false, address);
    Channel own = createLocal(address, local, with(settings, Owner.PROCESS, mode), asOwner);
    boolean started = false;
    try {
      Host host = new Host(address, local, settings, own, listening, name).start();
      started = true;
      return new HostChannel(settings, own, host);
    } finally {
      if (!started) {
        own.close();
      }
    }
  }

  /// What it fails with is said of the address that was asked for.
  private static Channel createLocal(
      Address address, Address local, MailboxSettings settings, Opening opening) {
    try {
      return Transport.of(local).create(local, settings, opening);
    } catch (DureException failure) {
      RuntimeException told = RemoteError.of(failure, local.name()).at(address.toString());
      told.addSuppressed(failure);
      throw told;
    }
  }

  /// The address as it was asked for, with the port that the kernel chose if it was to.
  private static Address actual(Address asked, EndpointAddress endpoint) {
    return endpoint instanceof EndpointAddress.Internet internet && asked.name().endsWith(":0")
        ? new Address(asked.scheme(), asked.name().replaceFirst("0$", "" + internet.port()))
        : asked;
  }

  @Override
  public final Channel open(Address address, Opening opening) {
    String name = opening.participant().isEmpty() ? Processes.command() : opening.participant();
    Opening named =
        new Opening(
            opening.waiting(), name, opening.rank(), opening.listening(), opening.readOnly());
    Connecting connected = Connecting.to(address, new Hello(Hello.Purpose.OPEN, named));
    boolean open = false;
    try {
      Hello.Welcome welcome = connected.body().as(Hello.Welcome::read, () -> nonsense(address));
      MailboxSettings settings = welcome.settings();
      connected.limitTo(settings.messageSize());
      ClientConnection conversation = new ClientConnection(address, connected, welcome).start();
      open = true;
      return new RemoteChannel(address, settings, opening.lacks(), conversation);
    } finally {
      if (!open) {
        connected.connection().close();
      }
    }
  }

  private static DamagedMailboxException nonsense(Address address) {
    return new DamagedMailboxException(
        address.toString(), "its host does not keep to the wire; check the address");
  }

  @Override
  public final void delete(Address address) {
    Opening nothing = new Opening(Waiting.BLOCK, "", 0, false, false);
    Connecting.to(address, new Hello(Hello.Purpose.DELETE, nothing)).connection().close();
  }

  @Override
  public final MailboxStatus status(Address address) {
    Opening nothing = new Opening(Waiting.BLOCK, "", 0, false, false);
    Connecting connected = Connecting.to(address, new Hello(Hello.Purpose.STATUS, nothing));
    try (Endpoint _ = connected.connection()) {
      return connected.body().as(seen -> WireCodecs.status(seen, address), () -> nonsense(address));
    }
  }

  @Override
  public final List<MailboxStatus> list() {
    List<Address> possible =
        addresses().stream()
            .sorted()
            .distinct()
            .map(SocketTransport::address)
            .flatMap(Optional::stream)
            .toList();
    return Transport.lookAtAll(possible, this::lookOrSayWhyNot);
  }

  /// Where on this machine processes listen for mailboxes of this kind, as addresses in words.
  abstract List<String> addresses();

  private static Optional<Address> address(String words) {
    try {
      return Optional.of(Address.of(words));
    } catch (InvalidNameException nobodyCouldOpenIt) {
      return Optional.empty();
    }
  }

  private Optional<MailboxStatus> lookOrSayWhyNot(Address address) {
    try {
      return Optional.of(status(address));
    } catch (NoSuchMailboxException goneMeanwhile) {
      return Optional.empty();
    } catch (NotPermittedException closedToUs) {
      return Optional.of(new MailboxStatus(address, Condition.NOT_PERMITTED, null));
    } catch (RuntimeException silentOrHostile) {
      return Optional.of(new MailboxStatus(address, Condition.UNREACHABLE, null));
    }
  }
}
