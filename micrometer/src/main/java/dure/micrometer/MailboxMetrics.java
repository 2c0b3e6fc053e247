// SPDX-License-Identifier: Apache-2.0
package dure.micrometer;

import dure.Address;
import dure.Observers;
import dure.Observers.Registration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Meters of all mailboxes that this process has open, as they open and close.
///
/// ```java
/// try (MailboxMetrics metrics = new MailboxMetrics()) {
///   metrics.bindTo(registry);
///   …
/// }
/// ```
///
/// `docs/monitoring.md` lists the meters. Each has the tag `mailbox`, its address. Depth and
/// counters are those of [dure.Mailbox#status()], of all processes together: a look that is made
/// when the registry reads them, at most ten times a second. Waits and lost connections are those
/// of this process. The meters of a mailbox are removed with its last handle. Safe for all threads.
public final class MailboxMetrics implements MeterBinder, AutoCloseable {
  private final Predicate<Address> which;
  private final Tags tags;

  // Guarded by this.
  private final List<RegistryObserver> observers = new ArrayList<>();
  private final List<Registration> registrations = new ArrayList<>();

  /// Of all mailboxes.
  public MailboxMetrics() {
    this(_ -> true, List.of());
  }

  /// Of some mailboxes, with more tags: a program that opens mailboxes of passing names, as those
  /// of replies, leaves them out.
  ///
  /// @param which whether a mailbox is to have meters
  /// @param tags for each meter, beside `mailbox`
  public MailboxMetrics(Predicate<Address> which, Iterable<Tag> tags) {
    this.which = which;
    this.tags = Tags.of(tags);
  }

  /// Has a registry read the mailboxes that are open, and those that will be.
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    RegistryObserver observer = new RegistryObserver(registry, which, tags);
    observers.add(observer);
    registrations.add(Observers.add(observer));
  }

  /// Removes the meters from all registries.
  @Override
  public synchronized void close() {
    registrations.forEach(Registration::close);
    registrations.clear();
    observers.forEach(RegistryObserver::close);
    observers.clear();
  }
}
