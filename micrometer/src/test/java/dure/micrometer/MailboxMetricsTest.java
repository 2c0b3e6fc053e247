// SPDX-License-Identifier: Apache-2.0
package dure.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A registry reads what the mailboxes of this process look like.
class MailboxMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final String name = TestNamespace.name("orders");

  @AfterEach
  void close() {
    registry.close();
  }

  private long gauge(String meter) {
    return (long) reading(meter);
  }

  private double reading(String meter) {
    return registry.get("dure.mailbox." + meter).tag("mailbox", name).gauge().value();
  }

  private long counter(String meter) {
    return (long)
        registry.get("dure.mailbox." + meter).tag("mailbox", name).functionCounter().count();
  }

  @Test
  void its_meters_are_those_of_the_status() throws Exception {
    try (Mailbox box = Mailbox.create(name);
        MailboxMetrics metrics = new MailboxMetrics()) {
      metrics.bindTo(registry); // of a mailbox that is open already
      box.send("job");
      try (Child receiver = Child.java(HoldingReceiver.class, name)) {
        receiver.await("holds job");
        receiver.kill();
      }
      assertThat(Objects.requireNonNull(box.receive(Child.PATIENCE)).text()).isEqualTo("job");
      box.send("next");
      Details details = Objects.requireNonNull(box.status().details());
      Counters counters = Objects.requireNonNull(details.counters());
      Eventually.holds(() -> counter("sent") == counters.sent() && counters.sent() == 2);
      assertThat(counter("received")).isEqualTo(counters.received()).isOne();
      assertThat(counter("redelivered")).isEqualTo(counters.redelivered()).isOne();
      assertThat(counter("repaired")).isEqualTo(counters.repaired()).isOne();
      assertThat(counter("passed")).isEqualTo(counters.passed());
      assertThat(counter("dropped")).isEqualTo(counters.dropped());
      assertThat(counter("dead")).isEqualTo(counters.dead());
      assertThat(gauge("depth")).isEqualTo(details.depth()).isOne();
      assertThat(gauge("memory")).isEqualTo(details.bytes());
      assertThat(gauge("senders")).isEqualTo(details.senders()).isOne();
      assertThat(gauge("receivers")).isEqualTo(details.receivers()).isOne();
      assertThat(gauge("waiting.senders")).isEqualTo(details.waitingToSend());
      assertThat(gauge("waiting.receivers")).isEqualTo(details.waitingToReceive());
      assertThat(registry.get("dure.mailbox.connections.lost").counter().count()).isZero();
    } finally {
      Mailbox.delete(name);
    }
  }

  @Test
  void a_wait_is_timed() throws Exception {
    try (MailboxMetrics metrics = new MailboxMetrics()) {
      metrics.bindTo(registry);
      try (Mailbox box = Mailbox.create(name)) {
        assertThat(box.receive(Duration.ofMillis(100))).isNull();
        Timer waits = registry.get("dure.mailbox.wait").tag("for", "message").timer();
        assertThat(waits.count()).isOne();
        assertThat(waits.totalTime(TimeUnit.MILLISECONDS)).isBetween(50.0, 120_000.0);
        assertThat(registry.get("dure.mailbox.wait").tag("for", "room").timer().count()).isZero();
      }
    } finally {
      Mailbox.delete(name);
    }
  }

  @Test
  void the_meters_of_a_mailbox_end_with_its_last_handle() {
    try (MailboxMetrics metrics =
        new MailboxMetrics(its -> its.toString().equals(name), List.of(Tag.of("shop", "one")))) {
      metrics.bindTo(registry);
      String other = TestNamespace.name("other");
      try (Mailbox box = Mailbox.create(name);
          Mailbox _ = Mailbox.create(other)) {
        try (Mailbox _ = Mailbox.open(name)) {
          assertThat(registry.getMeters())
              .hasSize(17)
              .allMatch(meter -> name.equals(meter.getId().getTag("mailbox")))
              .allMatch(meter -> "one".equals(meter.getId().getTag("shop")));
        }
        assertThat(registry.getMeters()).hasSize(17);
        Mailbox.delete(name);
        Eventually.holds(() -> Double.isNaN(reading("depth")));
        assertThat(counter("sent")).as("a counter stays a number").isZero();
        box.close();
        assertThat(registry.getMeters()).isEmpty();
      } finally {
        Mailbox.delete(other);
      }
    }
  }

  @Test
  void closing_the_metrics_removes_the_meters() {
    try (Mailbox _ = Mailbox.create(name)) {
      MailboxMetrics metrics = new MailboxMetrics();
      metrics.bindTo(registry);
      assertThat(registry.getMeters()).isNotEmpty();
      metrics.close();
      assertThat(registry.getMeters()).isEmpty();
    } finally {
      Mailbox.delete(name);
    }
  }

  @Test
  void what_the_kernel_does_not_count_has_no_counters() {
    String pipe = "pipe:" + TestNamespace.name("tube");
    try (Mailbox _ = Mailbox.create(pipe);
        MailboxMetrics metrics = new MailboxMetrics()) {
      metrics.bindTo(registry);
      assertThat(registry.find("dure.mailbox.sent").meters()).isEmpty();
      assertThat(registry.find("dure.mailbox.depth").meters()).hasSize(1);
    }
  }
}
