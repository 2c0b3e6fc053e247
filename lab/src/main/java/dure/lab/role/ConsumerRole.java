// SPDX-License-Identifier: Apache-2.0
package dure.lab.role;

import dure.Choice;
import dure.Delivery;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Message;
import dure.Receivers;
import dure.Waiting;
import java.util.Locale;

/// Receives messages and works on each for a while.
final class ConsumerRole implements LabRole {
  private final Options options;
  private final Controls controls;
  private final Reports reports;
  private final boolean delivers;
  private final String number;
  private final int last;
  private int received;

  ConsumerRole(Options options, Controls controls, Reports reports) {
    this.options = options;
    this.controls = controls;
    this.reports = reports;
    this.delivers = options.is("acknowledge");
    this.number = options.get("number", "");
    this.last = options.number("count", Integer.MAX_VALUE);
  }

  @Override
  public void play() throws InterruptedException {
    try (Mailbox mailbox = open()) {
      reports.say("opened");
      while (received < last) {
        if (controls.isFast() && !delivers) {
          hurry(mailbox);
        } else if (delivers) {
          deliver(mailbox);
        } else {
          copy(mailbox);
        }
      }
      reports.say("finished", received);
    }
  }

  private Mailbox open() {
    MailboxBuilder builder =
        Mailbox.named(options.required("address"))
            .participant(options.letter())
            .waiting(Waiting.valueOf(options.get("waiting", "block").toUpperCase(Locale.ROOT)));
    int rank = options.number("rank", 0);
    builder = rank == 0 ? builder : builder.rank(rank);
    return options.get("receivers", "").equals(Receivers.ALL.name().toLowerCase(Locale.ROOT))
        ? builder.listening().open()
        : builder.open();
  }

  /// The textbook's consumer: the message is its own from the moment it is received.
  private void copy(Mailbox mailbox) throws InterruptedException {
    reports.say("asks");
    Message message =
        number.isEmpty()
            ? mailbox.receive()
            : mailbox.receive(Choice.number(Long.parseLong(number)));
    received++;
    String name = told("took", message);
    controls.pace();
    reports.say("done", name);
  }

  /// The message stays in its cell until the work is done.
  private void deliver(Mailbox mailbox) throws InterruptedException {
    reports.say("asks");
    try (Delivery delivery = mailbox.receiveDelivery()) {
      String name = told("holds", delivery.message());
      controls.pace();
      delivery.acknowledge();
      received++;
      reports.say("acknowledged", name);
    }
  }

  private String told(String word, Message message) {
    String name = nameOf(message);
    reports.say(
        word, name, message.redelivered(), message.position(), message.number(), message.missed());
    return name;
  }

  /// A message of the lab begins with its name; of any other one its length is told.
  static String nameOf(Message message) {
    StringBuilder name = new StringBuilder();
    byte[] bytes = message.bytes();
    for (int i = 0; i < Math.min(bytes.length, 12) && bytes[i] > ' '; i++) {
      name.append((char) bytes[i]);
    }
    return name.isEmpty() ? bytes.length + "B" : name.toString();
  }

  private void hurry(Mailbox mailbox) throws InterruptedException {
    reports.say("hurries");
    while (received < last && controls.isFast()) {
      Message _ = mailbox.receive();
      received++;
      reports.count();
    }
  }
}
