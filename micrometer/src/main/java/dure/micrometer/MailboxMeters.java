// SPDX-License-Identifier: Apache-2.0
package dure.micrometer;

import dure.Address;
import dure.MailboxObserver.Awaited;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/// The meters of one mailbox in one registry.
final class MailboxMeters {
  private static final String PREFIX = "dure.mailbox.";

  private final MeterRegistry registry;
  private final Tags tags;
  private final StatusSample status;
  private final List<Meter> meters = new ArrayList<>();
  private final Map<Awaited, Timer> waits = new EnumMap<>(Awaited.class);
  private final Counter lostConnections;
  private int handles;

  MailboxMeters(MeterRegistry registry, Address mailbox, Tags more) {
    this.registry = registry;
    this.tags = more.and("mailbox", mailbox.toString());
    this.status = new StatusSample(mailbox);
    gauges();
    if (status.counts()) {
      counters();
    }
    for (Awaited what : Awaited.values()) {
      waits.put(what, timer(what));
    }
    this.lostConnections =
        Counter.builder(PREFIX + "connections.lost")
            .description("How often this process lost its connection to the mailbox")
            .tags(tags)
            .register(registry);
    meters.add(lostConnections);
  }

  private void gauges() {
    gauge("depth", BaseUnits.MESSAGES, "Messages accepted and not yet given back", Details::depth);
    gauge("memory", BaseUnits.BYTES, "Shared memory that the mailbox takes", Details::bytes);
    gauge("senders", "processes", "Living participants that have sent", Details::senders);
    gauge("receivers", "processes", "Living participants that have received", Details::receivers);
    gauge("waiting.senders", "threads", "Threads that wait for room", Details::waitingToSend);
    gauge(
        "waiting.receivers",
        "threads",
        "Threads that wait for a message",
        Details::waitingToReceive);
  }

  private void gauge(String name, String unit, String what, ToLongFunction<Details> figure) {
    meters.add(
        Gauge.builder(PREFIX + name, status, its -> its.detail(figure))
            .description(what)
            .baseUnit(unit)
            .tags(tags)
            .register(registry));
  }

  private void counters() {
    counter("sent", "Messages accepted", Counters::sent);
    counter("received", "Messages given back as done", Counters::received);
    counter(
        "redelivered",
        "Messages handed out again after their receiver died, failed or gave them back",
        Counters::redelivered);
    counter(
        "repaired",
        "Claims of dead senders undone, and messages of dead receivers put back",
        Counters::repaired);
    counter("passed", "Unpublished claims that receivers went past", Counters::passed);
    counter("dropped", "Messages that made room or found none", Counters::dropped);
    counter("dead", "Messages that went to the dead-letter mailbox", Counters::dead);
  }

  private void counter(String name, String what, ToLongFunction<Counters> figure) {
    meters.add(
        FunctionCounter.builder(PREFIX + name, status, its -> its.counter(figure))
            .description(what)
            .baseUnit(BaseUnits.MESSAGES)
            .tags(tags)
            .register(registry));
  }

  private Timer timer(Awaited what) {
    Timer timer =
        Timer.builder(PREFIX + "wait")
            .description("How long threads of this process slept until what they wait for came")
            .tags(tags.and("for", what.name().toLowerCase(Locale.ROOT)))
            .register(registry);
    meters.add(timer);
    return timer;
  }

  Timer wait(Awaited what) {
    return Objects.requireNonNull(waits.get(what));
  }

  Counter lostConnections() {
    return lostConnections;
  }

  /// One handle more is open.
  void hold() {
    handles++;
  }

  /// One handle less is open; whether it was the last.
  boolean letGo() {
    return --handles == 0;
  }

  void close() {
    meters.forEach(registry::remove);
  }
}
