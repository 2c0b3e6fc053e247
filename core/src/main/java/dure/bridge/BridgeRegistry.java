// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import dure.Address;
import dure.Capacity;
import dure.DureException;
import dure.Mailbox;
import dure.MailboxExistsException;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.Owner;
import dure.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The bridges that run in this namespace, each a mailbox of its process with its route as the one
/// message in it. So the kernel removes the entry of a bridge that is killed.
final class BridgeRegistry {
  private static final String PREFIX = "bridge.";
  private static final String LOCK = PREFIX + "lock";
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 2_000_000L;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private BridgeRegistry() {}

  /// Enters a bridge.
  ///
  /// @return its entry, to be passed to [#leave]
  /// @throws IllegalArgumentException if its messages would come back to it over other bridges
  static Mailbox enter(Route route) {
    try (Mailbox _ = lock()) {
      List<Route> running = running();
      if (reaches(route.to(), route.from(), running)) {
        throw new IllegalArgumentException(
            "a bridge "
                + route
                + " would close a circle with the bridges "
                + running
                + ", and messages would go round for ever: end one of those first");
      }
      return entry(route);
    }
  }

  /// Removes an entry, and the spool of its route if no other bridge needs it.
  static void leave(Mailbox entry, Route route) {
    try (Mailbox _ = lock()) {
      entry.close();
      if (!running().contains(route)) {
        Spool.deleteIfEmpty(route);
      }
    } finally {
      entry.close();
    }
  }

  /// The routes of all bridges that run in this namespace and answer.
  static List<Route> running() {
    List<Route> routes = new ArrayList<>();
    for (MailboxStatus status : Transport.of(Address.of(PREFIX)).list()) {
      if (status.condition() == Condition.LIVE && status.address().name().startsWith(PREFIX)) {
        addRoute(status.address(), routes);
      }
    }
    return routes;
  }

  private static void addRoute(Address entry, List<Route> routes) {
    try (Mailbox mailbox = Mailbox.open(entry.toString())) {
      mailbox.browse(1).forEach(message -> routes.add(Route.parse(message.text())));
    } catch (DureException endedMeanwhile) {
      // and its route with it
    }
  }

  private static Mailbox entry(Route route) {
    byte[] text = route.toString().getBytes(StandardCharsets.UTF_8);
    String name = PREFIX + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet();
    Mailbox entry =
        Mailbox.named(name)
            .owner(Owner.PROCESS)
            .capacity(Capacity.bounded(1))
            .messageSize(text.length)
            .participant("dure bridge")
            .create();
    boolean _ = entry.trySend(text); // it has room for this one
    return entry;
  }

  /// One process at a time changes the registry. A process-owned mailbox ends with its owner, so a
  /// holder that is killed holds nothing up.
  private static Mailbox lock() {
    for (long began = System.nanoTime(); ; LockSupport.parkNanos(PAUSE_NANOS)) {
      try {
        return Mailbox.named(LOCK)
            .owner(Owner.PROCESS)
            .capacity(Capacity.bounded(1))
            .messageSize(1)
            .create();
      } catch (MailboxExistsException held) {
        if (System.nanoTime() - began > LONGEST_WAIT.toNanos()) {
          throw held;
        }
      }
    }
  }

  /// Whether bridges lead from one mailbox to another.
  private static boolean reaches(Address from, Address to, List<Route> routes) {
    Set<Address> reached = new HashSet<>(Set.of(from));
    boolean grows = true;
    while (grows && !reached.contains(to)) {
      grows = false;
      for (Route route : routes) {
        grows |= reached.contains(route.from()) && reached.add(route.to());
      }
    }
    return reached.contains(to);
  }
}
