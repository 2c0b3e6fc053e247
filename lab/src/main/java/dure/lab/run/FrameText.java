// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import dure.DureException;
import dure.Mailbox;
import dure.direct.Link;
import dure.direct.NamedProcess;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One moment of a run as JSON: the processes, what has happened since the moment before, and each
/// mailbox as an inspection shows it.
final class FrameText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final RunClock clock;
  private final double slower;
  private final boolean paused;
  private final Collection<ScenarioProcess> actors;
  private final List<LabEvent> news;
  private final RunMailboxes mailboxes;
  private final RunObjects objects;

  FrameText(
      RunClock clock,
      double slower,
      boolean paused,
      Collection<ScenarioProcess> actors,
      List<LabEvent> news,
      RunMailboxes mailboxes,
      RunObjects objects) {
    this.clock = clock;
    this.slower = slower;
    this.paused = paused;
    this.actors = actors;
    this.news = news;
    this.mailboxes = mailboxes;
    this.objects = objects;
  }

  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("t", rounded(clock.millis(System.nanoTime())));
      json.writeBooleanProperty("started", clock.isRunning());
      json.writeNumberProperty("slower", slower);
      json.writeBooleanProperty("paused", paused);
      json.writeArrayPropertyStart("processes");
      actors.forEach(actor -> process(json, actor));
      json.writeEndArray();
      json.writeArrayPropertyStart("events");
      news.forEach(event -> event(json, event));
      json.writeEndArray();
      json.writeArrayPropertyStart("mailboxes");
      for (String address : mailboxes.addresses()) {
        json.writeRawValue(MailboxText.of(address));
      }
      channels().forEach(channel -> json.writeRawValue(MailboxText.of(channel)));
      json.writeEndArray();
      if (has("talker")) {
        links(json);
      }
      json.writeEndObject();
    }
    return text.toString();
  }

  private boolean has(String kind) {
    return actors.stream().anyMatch(actor -> actor.plan().kind().equals(kind));
  }

  /// The mailboxes through which long messages pass, which belong to their senders.
  private List<String> channels() {
    return actors.stream()
        .filter(actor -> actor.plan().kind().equals("film-sender"))
        .flatMap(actor -> channelsOf(actor.process().pid()).stream())
        .toList();
  }

  private static List<String> channelsOf(long pid) {
    String start = "stream." + pid + ".";
    return Mailbox.list().stream()
        .map(status -> status.address().toString())
        .filter(address -> address.startsWith(start))
        .toList();
  }

  /// Between which of the run's processes messages have gone.
  private void links(JsonGenerator json) {
    String prefix = objects.unique() + "-";
    json.writeArrayPropertyStart("links");
    for (Link link : NamedProcess.links()) {
      if (link.one().startsWith(prefix) && link.other().startsWith(prefix)) {
        json.writeString(
            link.one().substring(prefix.length()) + link.other().substring(prefix.length()));
      }
    }
    json.writeEndArray();
  }

  private static double rounded(double millis) {
    return Math.round(millis * 10) / 10.0;
  }

  private void process(JsonGenerator json, ScenarioProcess actor) {
    json.writeStartObject();
    json.writeStringProperty("letter", actor.plan().letter());
    json.writeStringProperty("kind", actor.plan().kind());
    json.writeNumberProperty("pid", actor.process().pid());
    json.writeBooleanProperty("alive", actor.process().isAlive());
    json.writeBooleanProperty("killed", actor.isKilled());
    json.writeBooleanProperty("stopped", actor.use().isStopped());
    json.writeBooleanProperty("paused", actor.isPaused());
    json.writeStringProperty("rate", actor.rate());
    json.writeStringProperty("doing", actor.doing());
    strings(json, "about", actor.about());
    json.writeNumberProperty("since", rounded(clock.millis(actor.since())));
    json.writeNumberProperty("done", actor.done());
    json.writeNumberProperty("cpu", Math.round(actor.use().percent()));
    json.writeNumberProperty("cpuMillis", actor.use().millis());
    json.writeEndObject();
  }

  private void event(JsonGenerator json, LabEvent event) {
    json.writeStartObject();
    json.writeNumberProperty("t", rounded(clock.millis(event.nanos())));
    json.writeStringProperty("letter", event.letter());
    json.writeStringProperty("word", event.word());
    strings(json, "about", event.arguments());
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String name, List<String> values) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }

  /// The error that a look at a mailbox ended with, as an object.
  static String failed(String address, DureException failure) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeStringProperty("mailbox", address);
      json.writeStringProperty("condition", condition(failure));
      json.writeEndObject();
    }
    return text.toString();
  }

  private static String condition(DureException failure) {
    return switch (failure) {
      case dure.NoSuchMailboxException _ -> "gone";
      case dure.NotPermittedException _ -> "not-permitted";
      case dure.DamagedMailboxException _ -> "damaged";
      default -> "unreachable";
    };
  }
}
