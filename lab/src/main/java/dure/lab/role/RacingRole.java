// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.DureException;
import dure.Mailbox;
import dure.Owner;
import dure.OwnerGoneException;
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

  /// What the receiver tells of a lane.
  private static final String OPEN = "open";

  private static final String OUT = "out";

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
    String lanes = addresses[0] + ".lanes";
    if (sends) {
      sendInEach(lanes, addresses);
    } else {
      receiveInEach(lanes, addresses, transports);
    }
    reports.say("finished");
  }

  private void sendInEach(String lanes, String[] addresses) throws InterruptedException {
    try (Mailbox starts = opened(lanes)) {
      for (int lane = 0; lane < addresses.length; lane++) {
        if (starts.receive().text().equals(OPEN)) {
          send(lane, addresses[lane]);
        }
      }
    } catch (OwnerGoneException ended) {
      // The receiver has, and with it the race.
    }
  }

  /// Tells the sender of each lane whether it is open: a transport may be refused here, by a limit
  /// of the kernel's or a port that is taken, and the race goes on without it.
  private void receiveInEach(String lanes, String[] addresses, String[] transports)
      throws InterruptedException {
    try (Mailbox starts = Mailbox.named(lanes).owner(Owner.PROCESS).create()) {
      for (int lane = 0; lane < addresses.length; lane++) {
        Mailbox mailbox = created(lane, addresses[lane], transports[lane]);
        starts.send(mailbox == null ? OUT : OPEN);
        if (mailbox != null) {
          receive(lane, mailbox);
        }
      }
      awaitEmpty(starts);
    }
  }

  /// The mailbox goes with the receiver, so the sender hears of the last lane first.
  private void awaitEmpty(Mailbox starts) throws InterruptedException {
    while (starts.occupancy().depth() > 0) {
      controls.linger(1, REST.toMillis() / 1e3);
    }
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
    } catch (DureException lost) {
      reports.say("out", lane, lost.getClass().getSimpleName());
      return;
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

  /// The mailbox of a lane; null if it cannot be here.
  private @Nullable Mailbox created(int lane, String address, String transport) {
    boolean pair = transport.equals("pair");
    MailboxPlan plan =
        MailboxPlan.parse(
            address,
            Map.of("transport", pair ? "shm" : transport, "receivers", pair ? "pair" : "any"));
    try {
      return plan.builder(address).participant(options.letter()).create();
    } catch (DureException refused) {
      reports.say("out", lane, refused.getClass().getSimpleName());
      return null;
    }
  }

  private void receive(int lane, Mailbox mailbox) throws InterruptedException {
    try (mailbox) {
      reports.say("lane", lane);
      count(lane, mailbox);
    } catch (DureException lost) {
      reports.say("out", lane, lost.getClass().getSimpleName());
    }
    try {
      Mailbox.delete(mailbox.address().toString());
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
