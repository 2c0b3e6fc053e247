// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.Capacity;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.MailboxStatus.Participant;
import dure.Message;
import dure.Occupancy;
import dure.Receipt;
import dure.cli.doctor.LimitCheck;
import dure.cli.options.Mode;
import dure.cli.options.OptionText;
import dure.codec.DeadLetter;
import dure.memory.RegionStatus;
import dure.sync.SemaphoreStatus;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What machines read: one value on one line.
public final class Json {
  private final JsonGenerator json;

  private Json(JsonGenerator json) {
    this.json = json;
  }

  private static String line(Consumer<Json> contents) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), line)) {
      contents.accept(new Json(json));
    }
    return line.append('\n').toString();
  }

  /// A mailbox as an object.
  public static String of(MailboxStatus status) {
    return line(json -> json.mailbox(status));
  }

  /// Mailboxes as an array.
  public static String of(Collection<MailboxStatus> all) {
    return line(json -> {
      json.json.writeStartArray();
      all.forEach(json::mailbox);
      json.json.writeEndArray();
    });
  }

  /// Limits as an array.
  public static String ofLimits(Collection<LimitCheck> all) {
    return line(json -> {
      json.json.writeStartArray();
      all.forEach(json::limit);
      json.json.writeEndArray();
    });
  }

  private void limit(LimitCheck limit) {
    json.writeStartObject();
    json.writeStringProperty("verdict", OptionText.of(limit.verdict()));
    json.writeStringProperty("limits", limit.mechanism());
    json.writeStringProperty("name", limit.name());
    json.writeStringProperty("value", limit.value());
    json.writeStringProperty("meaning", limit.meaning());
    json.writeStringProperty("remedy", limit.remedy());
    json.writeEndObject();
  }

  /// Mailboxes, regions and semaphores, an object of three arrays.
  public static String of(
      Collection<MailboxStatus> all,
      Collection<RegionStatus> regions,
      Collection<SemaphoreStatus> semaphores) {
    return line(json -> {
      json.json.writeStartObject();
      json.json.writeArrayPropertyStart("mailboxes");
      all.forEach(json::mailbox);
      json.json.writeEndArray();
      json.json.writeArrayPropertyStart("regions");
      regions.forEach(json::region);
      json.json.writeEndArray();
      json.json.writeArrayPropertyStart("semaphores");
      semaphores.forEach(json::semaphore);
      json.json.writeEndArray();
      json.json.writeEndObject();
    });
  }

  private void semaphore(SemaphoreStatus semaphore) {
    json.writeStartObject();
    json.writeStringProperty("semaphore", semaphore.id().isPresent() ? "system-v" : "posix");
    json.writeStringProperty("name", semaphore.name());
    semaphore.id().ifPresent(id -> json.writeNumberProperty("id", id));
    json.writeNumberProperty("count", semaphore.count());
    json.writeStringProperty("user", semaphore.owner());
    json.writeStringProperty("group", semaphore.group());
    json.writeStringProperty("mode", new Mode(semaphore.mode()).toString());
    json.writeEndObject();
  }

  private void region(RegionStatus region) {
    json.writeStartObject();
    json.writeStringProperty("region", OptionText.of(region.kind()));
    json.writeStringProperty("name", region.name());
    region.id().ifPresent(id -> json.writeNumberProperty("id", id));
    json.writeNumberProperty("bytes", region.bytes());
    json.writeStringProperty("user", region.owner());
    json.writeStringProperty("group", region.group());
    json.writeStringProperty("mode", new Mode(region.mode()).toString());
    json.writeNumberProperty("attached", region.attached());
    region.creatorPid().ifPresent(pid -> json.writeNumberProperty("creatorPid", pid));
    region.lastPid().ifPresent(pid -> json.writeNumberProperty("lastPid", pid));
    json.writeBooleanProperty("removed", region.removed());
    json.writeBooleanProperty("mailbox", region.isMailbox());
    json.writeEndObject();
  }

  /// A message as an object: its contents under `text` if they are text, else under `base64`; of a
  /// dead letter those that its sender sent, and the rest under `deadLetter`.
  public static String of(Message message) {
    return line(json -> json.message(message));
  }

  /// A receipt as an object.
  public static String of(Receipt receipt) {
    return line(json -> {
      json.json.writeStartObject();
      json.json.writeStringProperty("outcome", OptionText.of(receipt.outcome()));
      receipt.receiver().ifPresent(id -> json.json.writeNumberProperty("receiver", id));
      json.json.writeEndObject();
    });
  }

  private void message(Message message) {
    Optional<DeadLetter> dead = DeadLetter.of(message);
    byte[] bytes = dead.map(DeadLetter::body).orElse(message).bytes();
    String text = utf8(bytes);
    json.writeStartObject();
    if (text != null) {
      json.writeStringProperty("text", text);
    } else {
      json.writeBinaryProperty("base64", bytes);
    }
    json.writeNumberProperty("size", bytes.length);
    json.writeNumberProperty("sender", message.sender());
    json.writeNumberProperty("position", message.position());
    json.writeNumberProperty("number", message.number());
    json.writeNumberProperty("priority", message.priority());
    json.writeNumberProperty("redelivered", message.redelivered());
    dead.ifPresent(this::deadLetter);
    json.writeEndObject();
  }

  private void deadLetter(DeadLetter dead) {
    json.writeObjectPropertyStart("deadLetter");
    json.writeStringProperty("from", dead.origin().toString());
    json.writeNumberProperty("attempts", dead.attempts());
    json.writeStringProperty("at", dead.buried().toString());
    json.writeEndObject();
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException noText) {
      return null;
    }
  }

  private void mailbox(MailboxStatus status) {
    json.writeStartObject();
    json.writeStringProperty("mailbox", status.address().toString());
    json.writeStringProperty("condition", OptionText.of(status.condition()));
    json.writeStringProperty("buffering", OptionText.of(status.buffering()));
    Details details = status.details();
    if (details != null) {
      settings(details);
      traffic(details);
      json.writeArrayPropertyStart("participants");
      details.participants().forEach(this::participant);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void settings(Details details) {
    MailboxSettings settings = details.settings();
    capacity(settings.capacity());
    json.writeNumberProperty("messageSize", settings.messageSize());
    json.writeStringProperty("receivers", OptionText.of(settings.receivers()));
    json.writeStringProperty("order", OptionText.of(settings.order()));
    json.writeStringProperty("whenFull", OptionText.of(settings.whenFull()));
    json.writeNumberProperty("attempts", settings.attempts());
    if (!settings.deadLetters().isEmpty()) {
      json.writeStringProperty("deadLetters", settings.deadLetters());
    }
    json.writeNumberProperty("maxInFlight", settings.maxInFlight());
    json.writeStringProperty("owner", OptionText.of(settings.owner()));
    json.writeStringProperty("user", details.user());
    json.writeStringProperty("group", details.group());
    json.writeStringProperty("mode", new Mode(settings.mode()).toString());
    json.writeNumberProperty("patienceMicros", settings.patience().toNanos() / 1000);
    json.writeNumberProperty("mostParticipants", settings.participants());
    json.writeNumberProperty("bytes", details.bytes());
  }

  /// A number where it is one; what is no number is a word, and never a magic number.
  private void capacity(Capacity capacity) {
    switch (capacity) {
      case Capacity.Bounded bounded -> json.writeNumberProperty("capacity", bounded.messages());
      case Capacity.Bytes bytes -> json.writeNumberProperty("capacityBytes", bytes.bytes());
      case Capacity.Zero zero -> json.writeStringProperty("capacity", zero.toString());
      case Capacity.Unbounded unbounded -> {
        json.writeStringProperty("capacity", unbounded.toString());
        json.writeNumberProperty("limitBytes", unbounded.limit());
      }
    }
  }

  private void traffic(Details details) {
    if (details.depth() != Occupancy.UNKNOWN) {
      json.writeNumberProperty("depth", details.depth());
    }
    if (details.participantsKnown()) {
      json.writeNumberProperty("sending", details.senders());
      json.writeNumberProperty("receiving", details.receivers());
      json.writeNumberProperty("waitingToSend", details.waitingToSend());
      json.writeNumberProperty("waitingToReceive", details.waitingToReceive());
    }
    if (details.counters() != null) {
      counters(details.counters());
    }
    details.notes().forEach(json::writeStringProperty);
  }

  private void counters(Counters counters) {
    json.writeNumberProperty("sent", counters.sent());
    json.writeNumberProperty("received", counters.received());
    json.writeNumberProperty("redelivered", counters.redelivered());
    json.writeNumberProperty("repaired", counters.repaired());
    json.writeNumberProperty("passed", counters.passed());
    json.writeNumberProperty("dropped", counters.dropped());
    json.writeNumberProperty("dead", counters.dead());
  }

  private void participant(Participant participant) {
    json.writeStartObject();
    json.writeNumberProperty("id", participant.id());
    json.writeStringProperty("name", participant.name());
    json.writeNumberProperty("pid", participant.pid());
    json.writeBooleanProperty("elsewhere", participant.elsewhere());
    json.writeStringProperty("user", participant.user());
    json.writeBooleanProperty("alive", participant.alive());
    json.writeBooleanProperty("owner", participant.owner());
    json.writeBooleanProperty("sends", participant.sends());
    json.writeBooleanProperty("receives", participant.receives());
    json.writeNumberProperty("waitingToSend", participant.waitingToSend());
    json.writeNumberProperty("waitingToReceive", participant.waitingToReceive());
    json.writeEndObject();
  }
}
