// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import dure.DureException;
import dure.Mailbox;
import dure.MailboxStatus;
import dure.MailboxStatus.Details;
import dure.MailboxStatus.Participant;
import java.io.StringWriter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A mailbox as an inspection shows it, or what kept the inspection from seeing it.
public final class MailboxText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private MailboxText() {}

  /// What stands at an address now, as JSON on one line.
  public static String of(String address) {
    try {
      return text(Mailbox.status(address));
    } catch (DureException failure) {
      return FrameText.failed(address, failure);
    }
  }

  private static String text(MailboxStatus status) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("mailbox", status.address().toString());
      json.writeStringProperty("condition", status.condition().name().toLowerCase(Locale.ROOT));
      Details details = status.details();
      if (details != null) {
        json.writeStringProperty("capacity", details.settings().capacity().toString());
        json.writeNumberProperty("depth", details.depth());
        if (details.counters() != null) {
          json.writeNumberProperty("sent", details.counters().sent());
          json.writeNumberProperty("received", details.counters().received());
          json.writeNumberProperty("dropped", details.counters().dropped());
        }
        json.writeArrayPropertyStart("participants");
        for (Participant participant : details.participants()) {
          json.writeStartObject();
          json.writeNumberProperty("id", participant.id());
          json.writeStringProperty("name", participant.name());
          json.writeNumberProperty("waitingToSend", participant.waitingToSend());
          json.writeNumberProperty("waitingToReceive", participant.waitingToReceive());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}
