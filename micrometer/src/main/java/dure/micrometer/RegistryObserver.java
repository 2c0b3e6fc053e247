// SPDX-License-Identifier: Apache-2.0
package dure.micrometer;

import dure.Address;
import dure.MailboxObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Keeps the meters of one registry: those of a mailbox from its first handle to its last.
final class RegistryObserver implements MailboxObserver {
  private final MeterRegistry registry;
  private final Predicate<Address> which;
  private final Tags tags;
  private final Map<Address, MailboxMeters> open = new ConcurrentHashMap<>();

  RegistryObserver(MeterRegistry registry, Predicate<Address> which, Tags tags) {
    this.registry = registry;
    this.which = which;
    this.tags = tags;
  }

  @Override
  public synchronized void opened(Address mailbox) {
    if (which.test(mailbox)) {
      open.computeIfAbsent(mailbox, its -> new MailboxMeters(registry, its, tags)).hold();
    }
  }

  @Override
  public synchronized void closed(Address mailbox) {
    MailboxMeters meters = open.get(mailbox);
    if (meters != null && meters.letGo()) {
      open.remove(mailbox);
      meters.close();
    }
  }

  @Override
  public @Nullable WaitUnderWay waits(Address mailbox, Awaited what) {
    MailboxMeters meters = open.get(mailbox);
    if (meters == null) {
      return null;
    }
    long began = System.nanoTime();
    return () -> meters.wait(what).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
  }

  @Override
  public void connectionLost(Address mailbox, String why) {
    MailboxMeters meters = open.get(mailbox);
    if (meters != null) {
      meters.lostConnections().increment();
    }
  }

  /// Removes all meters.
  synchronized void close() {
    open.values().forEach(MailboxMeters::close);
    open.clear();
  }
}
