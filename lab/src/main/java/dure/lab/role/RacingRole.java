// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.DureException;
import dure.Mailbox;
import dure.lab.scenario.MailboxPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One side of a race of all transports: the receiver creates each mailbox in turn and counts, the
/// sender sends as fast as it can, for the same time in each.
final class RacingRole implements LabRole {
  private static final Duration LANE = Duration.ofMillis(1500);
  private static final Duration REST = Duration.ofMillis(20);
  private static final byte[] END = "end".getBytes(StandardCharsets.UTF_8);
  private static final int BYTES = 64;

  /// So often the count is told, for the page.
  private static final int TOLD_MILLIS = 100;

  private final boolean sends;
  private final Options options;
  private final Controls controls;
  private final Reports reports;

  RacingRole(boolean sends, Options options, Controls controls, Reports reports) {
    this.sends = sends;
    this.options = options;
    this.controls = controls;
    this.reports = reports;
  }

  @Override
  public void play() throws InterruptedException {
    String[] addresses = options.required("addresses").split(",", -1);
    String[] transports = options.required("transports").split(",", -1);
    reports.say("opened");
    for (int lane = 0; lane < addresses.length; lane++) {
      try {
        if (sends) {
          send(lane, addresses[lane]);
        } else {
          receive(lane, addresses[lane], transports[lane]);
        }
      } catch (DureException refused) {
        reports.say("out", lane, refused.getClass().getSimpleName());
      }
    }
    reports.say("finished");
  }

  private void send(int lane, String address) throws InterruptedException {
    try (Mailbox mailbox = opened(address)) {
      byte[] message = new byte[BYTES];
      long until = System.nanoTime() + LANE.toNanos();
      while (System.nanoTime() < until) {
        for (int i = 0; i < 16; i++) {
          mailbox.send(message);
        }
      }
      mailbox.send(END);
      awaitDeletion(address);
    }
    reports.say("sent", lane);
  }

  private Mailbox opened(String address) throws InterruptedException {
    @Nullable Mailbox mailbox = null;
    while (mailbox == null) {
      try {
        mailbox = Mailbox.named(address).participant(options.letter()).open();
      } catch (DureException notYet) {
        controls.linger(1, REST.toMillis() / 1e3);
      }
    }
    return mailbox;
  }

  /// The receiver deletes a mailbox when it has all of its messages.
  private void awaitDeletion(String address) throws InterruptedException {
    boolean there = true;
    while (there) {
      controls.linger(1, REST.toMillis() / 1e3);
      try {
        var _ = Mailbox.status(address);
      } catch (DureException deleted) {
        there = false;
      }
    }
  }

  private void receive(int lane, String address, String transport) throws InterruptedException {
    MailboxPlan plan =
        MailboxPlan.parse(
            address,
            Map.of(
                "transport", transport.equals("pair") ? "shm" : transport,
                "receivers", transport.equals("pair") ? "pair" : "any"));
    try (Mailbox mailbox = plan.builder(address).participant(options.letter()).create()) {
      reports.say("lane", lane);
      count(lane, mailbox);
    }
    try {
      Mailbox.delete(address);
    } catch (DureException gone) {
      // It went with the handle.
    }
  }

  private void count(int lane, Mailbox mailbox) throws InterruptedException {
    long began = 0;
    long told = 0;
    long count = 0;
    while (mailbox.receive().size() != END.length) {
      long now = System.nanoTime();
      began = count == 0 ? now : began;
      count++;
      if (now - told > TOLD_MILLIS * 1_000_000L) {
        told = now;
        reports.say("runs", lane, count, now - began);
      }
    }
    reports.say("ran", lane, count, System.nanoTime() - began);
  }
}
