// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.Capacity;
import dure.Claim;
import dure.Feature;
import dure.Mailbox;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Sending;
import dure.Until;
import dure.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Makes messages and sends them: A1, A2, A3 and so on, each of which begins with its name.
final class ProducerRole implements LabRole {
  /// For how much of a period a slow sender writes, and at most for how many seconds.
  private static final double WRITING_PART = 0.3;

  private static final double MOST_WRITING_SECONDS = 0.4;

  private final Options options;
  private final Controls controls;
  private final Reports reports;
  private final int size;
  private final int last;
  private final Until until;
  private final boolean waits;
  private final boolean varied;
  private final String[] numbers;
  private int sent;

  ProducerRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
    this.size = options.number("size", 64);
    this.last = options.number("count", Integer.MAX_VALUE);
    this.until = Until.valueOf(options.get("until", "accepted").toUpperCase(Locale.ROOT));
    this.waits = !options.is("try");
    this.varied = options.get("sizes", "").equals("varied");
    this.numbers =
        options.get("numbers", "").isEmpty()
            ? new String[0]
            : options.required("numbers").split(",", -1);
  }

  @Override
  public void play() throws InterruptedException {
    try (Mailbox mailbox = open()) {
      reports.say("opened");
      while (sent < last) {
        if (controls.isFast() && numbers.length == 0) {
          hurry(mailbox);
        } else {
          one(mailbox);
        }
      }
      reports.say("finished", sent);
    }
  }

  private Mailbox open() {
    return Mailbox.named(options.required("address"))
        .participant(options.letter())
        .waiting(Waiting.valueOf(options.get("waiting", "block").toUpperCase(Locale.ROOT)))
        .open();
  }

  private void one(Mailbox mailbox) throws InterruptedException {
    String name = options.letter() + (sent + 1);
    reports.say("makes", name);
    controls.pace();
    sent++;
    if (until != Until.ACCEPTED || isRendezvous(mailbox)) {
      reports.say("sends", name);
      tell(mailbox.send(payload(name), how()), name);
    } else if (!waits) {
      reports.say("sends", name);
      reports.say(mailbox.trySend(payload(name)) ? "accepted" : "refused", name);
    } else if (numbers.length > 0) {
      sendNumbered(mailbox, name);
    } else if (mailbox.can(Feature.IN_PLACE)) {
      write(mailbox, name);
    } else {
      reports.say("sends", name);
      mailbox.send(payload(name));
      reports.say("accepted", name);
    }
  }

  private static boolean isRendezvous(Mailbox mailbox) {
    return mailbox.settings().capacity() instanceof Capacity.Zero;
  }

  private Sending how() {
    return Sending.until(until == Until.ACCEPTED ? Until.RECEIVED : until);
  }

  private void tell(Receipt receipt, String name) {
    Outcome outcome = receipt.outcome();
    reports.say(outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'), name);
  }

  private void sendNumbered(Mailbox mailbox, String name) throws InterruptedException {
    long number = Long.parseLong(numbers[(sent - 1) % numbers.length]);
    reports.say("sends", name, number);
    Receipt _ = mailbox.send(payload(name), Sending.PLAIN.number(number));
    reports.say("accepted", name, number);
  }

  /// In place, so that the cell is seen being written; a little slower than need be, for the eye.
  private void write(Mailbox mailbox, String name) throws InterruptedException {
    reports.say("sends", name);
    byte[] payload = payload(name);
    try (Claim claim = mailbox.claim(payload.length)) {
      reports.say("writes", name);
      claim.put(0, payload, 0, payload.length);
      controls.linger(WRITING_PART, MOST_WRITING_SECONDS);
      claim.publish();
    }
    reports.say("accepted", name);
  }

  /// As fast as the mailbox takes them: each is only counted.
  private void hurry(Mailbox mailbox) throws InterruptedException {
    reports.say("hurries");
    byte[] payload = payload(options.letter());
    while (sent < last && controls.isFast()) {
      if (waits) {
        mailbox.send(payload);
      } else if (!mailbox.trySend(payload)) {
        Thread.onSpinWait();
        continue;
      }
      sent++;
      reports.count();
    }
  }

  private byte[] payload(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    int length = varied ? size / 4 * (1 + sent * 7 % 4) : size;
    return Arrays.copyOf(text, Math.max(length, text.length));
  }
}
