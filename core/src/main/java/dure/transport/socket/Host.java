// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.Channel;
import dure.Deadline;
import dure.DureException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.MailboxStatus.Details;
import dure.Transport;
import dure.Transport.Opening;
import dure.linux.Processes;
import dure.socket.Endpoint;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The process that created a mailbox, as others see it: it lets them in at the socket, each as a
/// [Guest].
final class Host implements Runnable {
  /// Guests beyond the participants: they look, or delete, and go. Guests could otherwise use up
  /// the descriptors of the host.
  private static final int ONLOOKERS = 64;

  private static final Duration SLICE = Duration.ofMillis(100);

  /// How long all guests together may take to be told that it is over.
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private static final long PAUSE_NANOS = 20_000_000L;

  private final Address address;
  private final Address local;
  private final MailboxSettings settings;
  private final Channel own;
  private final Endpoint listening;
  private final Hello.Welcome welcome;
  private final Admission admission;
  private final Lending lending;
  private final PendingGuests lobby = new PendingGuests();
  private final Set<Guest> guests = ConcurrentHashMap.newKeySet();
  private final Thread keeper;
  private volatile boolean closing;

  /// @param address where it listens
  /// @param local the address of the mailbox in shared memory
  /// @param settings as its creator chose them
  /// @param own the host's own handle on it
  Host(
      Address address,
      Address local,
      MailboxSettings settings,
      Channel own,
      Endpoint listening,
      String name) {
    this.address = address;
    this.local = local;
    this.settings = settings;
    this.own = own;
    this.listening = listening;
    this.welcome =
        new Hello.Welcome(ThreadLocalRandom.current().nextLong(), Processes.pid(), name, settings);
    this.admission = new Admission(settings.mode(), settings.group());
    this.lending = new Lending(settings);
    this.keeper = Thread.ofPlatform().daemon().name("dure-host-" + local.name()).unstarted(this);
  }

  Host start() {
    keeper.start();
    return this;
  }

  @Override
  public void run() {
    try (listening) {
      while (!closing && isLive()) {
        try {
          if (lobby.takePlace(SLICE)) {
            letNextIn();
          }
        } catch (DureException | OutOfMemoryError forLackOfDescriptorsOrMemory) {
          // The guest stays ready to be let in, so looking again at once would be spinning.
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether the mailbox has not ended. One that was deleted gives up its address.
  private boolean isLive() {
    try {
      own.requireLive();
      return true;
    } catch (DureException ended) {
      return false;
    }
  }

  private void letNextIn() throws InterruptedException {
    @Nullable Endpoint connection = null;
    @Nullable Guest guest = null;
    boolean started = false;
    try {
      connection = listening.accept(SLICE);
      if (connection != null) {
        guest = new Guest(this, connection);
        lobby.enter(guest);
        guests.add(guest);
        guest.start();
        started = true;
      }
    } finally {
      if (!started) {
        boolean entered = guest != null && gone(guest);
        if (!entered) {
          lobby.givePlaceBack();
        }
        if (connection != null) {
          connection.close();
        }
      }
    }
  }

  /// The guest has said what it comes for; false if it was too late.
  boolean comesIn(Guest guest) {
    return lobby.leave(guest);
  }

  /// The guest has ended; true if before it had said what it came for.
  boolean gone(Guest guest) {
    guests.remove(guest);
    return lobby.leave(guest);
  }

  boolean isFull() {
    return guests.size() - lobby.size() >= settings.participants() + ONLOOKERS;
  }

  Lending lending() {
    return lending;
  }

  Admission admission() {
    return admission;
  }

  Address local() {
    return local;
  }

  Address address() {
    return address;
  }

  MailboxSettings settings() {
    return settings;
  }

  Hello.Welcome welcome() {
    return welcome;
  }

  /// A handle for a guest.
  Channel open(Opening opening) {
    return Transport.of(local).open(local, opening.as(address));
  }

  /// A failure here, on its way to a guest.
  RemoteError told(Throwable failure) {
    return RemoteError.of(failure, address.toString(), local.name());
  }

  /// What the mailbox looks like, at the address at which others know it.
  MailboxStatus status() {
    MailboxStatus seen = Transport.of(local).status(local);
    return at(seen);
  }

  /// The same, as seen through a handle.
  MailboxStatus at(MailboxStatus seen) {
    @Nullable Details details = seen.details();
    return new MailboxStatus(
        address,
        seen.condition(),
        details == null
            ? null
            : new Details(
                settings,
                details.user(),
                details.group(),
                details.bytes(),
                details.depth(),
                details.counters(),
                details.participants(),
                details.participantsKnown(),
                details.notes()));
  }

  /// Ends the mailbox, and gives up its address: it is free when this returns.
  void delete() {
    Transport.of(local).delete(local);
    listening.close();
    awaitKeeper();
  }

  /// Ends with the creator's handle: the guests are told, each in the middle of what it waits for.
  void close() {
    closing = true;
    listening.close();
    awaitKeeper();
    own.close();
    long deadline = Deadline.after(CLOSING);
    // Each by a thread of its own: a guest that does not listen takes no time from the others.
    guests.forEach(guest -> Thread.ofVirtual().start(() -> guest.sendAway(deadline)));
    guests.forEach(guest -> guest.awaitEnd(deadline));
    guests.forEach(Guest::cutOff);
  }

  private void awaitKeeper() {
    if (Thread.currentThread() != keeper) {
      Uninterruptibly.join(keeper, CLOSING);
    }
  }
}
