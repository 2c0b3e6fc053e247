// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import dure.Capacity;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.memory.RegionStatus;
import dure.sync.SemaphoreStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Snapshots as JSON. Where `stat --json` shows the same thing, it has the same name here.
final class SnapshotJson {
  private final JsonText json;

  private SnapshotJson(JsonText json) {
    this.json = json;
  }

  static String of(MailboxSnapshot snapshot) {
    return JsonText.object(json -> new SnapshotJson(json).mailbox(snapshot));
  }

  static String of(MachineSnapshot snapshot) {
    return JsonText.object(json -> new SnapshotJson(json).machine(snapshot));
  }

  private void machine(MachineSnapshot snapshot) {
    json.put("at", snapshot.at().toEpochMilli());
    json.put("namespace", snapshot.namespace());
    json.array("mailboxes", snapshot.mailboxes(), this::status);
    json.array("processes", snapshot.processes());
    json.array(
        "links",
        snapshot.links(),
        link -> {
          json.put("one", link.one());
          json.put("other", link.other());
        });
    json.array("ports", snapshot.ports(), port -> json.put("port", port.number()));
    json.array("regions", snapshot.regions(), this::region);
    json.array("semaphores", snapshot.semaphores(), this::semaphore);
  }

  private void mailbox(MailboxSnapshot snapshot) {
    json.put("at", snapshot.at().toEpochMilli());
    json.put("settled", snapshot.settled());
    status(snapshot.status());
    json.array("participants", snapshot.participants(), this::participant);
    interior(snapshot.interior());
  }

  // The status.

  private void status(MailboxStatus status) {
    json.put("mailbox", status.address().toString());
    json.put("transport", status.address().scheme());
    json.put("condition", status.condition());
    json.put("buffering", status.buffering());
    Details details = status.details();
    if (details != null) {
      settings(details.settings());
      json.put("user", details.user());
      json.put("group", details.group());
      json.put("mode", octal(details.settings().mode()));
      json.put("bytes", details.bytes());
      traffic(details);
      details.notes().forEach(json::put);
    }
  }

  private void settings(MailboxSettings settings) {
    capacity(settings.capacity());
    json.put("messageSize", settings.messageSize());
    json.put("receivers", settings.receivers());
    json.put("order", settings.order());
    json.put("whenFull", settings.whenFull());
    json.put("owner", settings.owner());
    json.put("attempts", settings.attempts());
    if (!settings.deadLetters().isEmpty()) {
      json.put("deadLetters", settings.deadLetters());
    }
    json.put("maxInFlight", settings.maxInFlight());
    json.put("patienceMicros", settings.patience().toNanos() / 1000);
    json.put("mostParticipants", settings.participants());
  }

  private void capacity(Capacity capacity) {
    switch (capacity) {
      case Capacity.Bounded(int messages) -> json.put("capacity", messages);
      case Capacity.Bytes(long bytes) -> json.put("capacityBytes", bytes);
      case Capacity.Zero zero -> json.put("capacity", zero.toString());
      case Capacity.Unbounded unbounded -> {
        json.put("capacity", unbounded.toString());
        json.put("limitBytes", unbounded.limit());
      }
    }
  }

  private static String octal(int mode) {
    return String.format(Locale.ROOT, "%04o", mode);
  }

  private void traffic(Details details) {
    if (details.depth() >= 0) {
      json.put("depth", details.depth());
    }
    if (details.participantsKnown()) {
      json.put("sending", details.senders());
      json.put("receiving", details.receivers());
      json.put("waitingToSend", details.waitingToSend());
      json.put("waitingToReceive", details.waitingToReceive());
    }
    Counters counters = details.counters();
    if (counters != null) {
      counters(counters);
    }
  }

  private void counters(Counters counters) {
    json.put("sent", counters.sent());
    json.put("received", counters.received());
    json.put("redelivered", counters.redelivered());
    json.put("repaired", counters.repaired());
    json.put("passed", counters.passed());
    json.put("dropped", counters.dropped());
    json.put("dead", counters.dead());
  }

  // The inside.

  private void participant(ParticipantSnapshot its) {
    json.put("id", its.participant().id());
    json.put("name", its.participant().name());
    json.put("pid", its.participant().pid());
    json.put("user", its.participant().user());
    json.put("alive", its.participant().alive());
    json.put("owner", its.participant().owner());
    json.put("sends", its.participant().sends());
    json.put("receives", its.participant().receives());
    json.put("waitingToSend", its.participant().waitingToSend());
    json.put("waitingToReceive", its.participant().waitingToReceive());
    its.waitingSince().ifPresent(since -> json.put("waitingSince", since.toEpochMilli()));
    json.put("state", its.state());
    its.started().ifPresent(since -> json.put("started", since.toEpochMilli()));
    json.put("processorMillis", its.processorTime().toMillis());
    json.put("rank", its.rank());
    json.put("ticket", its.ticket());
    json.put("next", its.next());
    json.put("claims", its.claims());
    json.put("inHand", its.inHand());
  }

  private void interior(@Nullable Interior interior) {
    switch (interior) {
      case null -> {}
      case CellInterior cells -> json.put("cells", inner -> cells(cells));
      case PairInterior pair -> json.put("pair", inner -> pair(pair));
    }
  }

  private void cells(CellInterior cells) {
    json.put("count", cells.cells());
    json.put("in", cells.in());
    json.put("out", cells.out());
    json.array("listed", cells.listed(), this::cell);
    if (!cells.sectors().isEmpty()) {
      json.array("sectors", cells.sectors(), this::sector);
    }
    if (cells.cellsOfSegment() > 0) {
      json.put("segmentsPresent", cells.segmentsPresent());
      json.put("cellsOfSegment", cells.cellsOfSegment());
      json.array("segments", cells.segments(), this::segment);
    }
  }

  private void cell(CellSnapshot cell) {
    json.put("index", cell.index());
    json.put("state", cell.state());
    json.put("position", cell.position());
    json.put("holder", cell.holder());
    if (cell.orphaned()) {
      json.put("orphaned", true);
    }
    json.put("sender", cell.sender());
    if (cell.sender().isPresent()) {
      json.put("size", cell.size());
      json.put("redelivered", cell.redelivered());
      json.put("number", cell.number());
      json.put("priority", cell.priority());
      json.put("wanted", cell.wanted());
      beginning(cell.beginning());
    }
  }

  private void sector(SectorSnapshot sector) {
    json.put("first", sector.first());
    json.put("cells", sector.cells());
    sector.states().forEach((state, count) -> json.put(JsonText.word(state), count));
    json.array(
        "messages",
        List.copyOf(sector.messages().entrySet()),
        entry -> {
          json.put("sender", entry.getKey());
          json.put("count", entry.getValue());
        });
  }

  private void segment(SegmentSnapshot segment) {
    json.put("index", segment.index());
    json.put("busy", segment.busy());
    json.put("holder", segment.holder());
    json.put("messages", segment.messages());
  }

  private void pair(PairInterior pair) {
    json.put("ringBytes", pair.ringBytes());
    json.put("in", pair.in());
    json.put("out", pair.out());
    json.put("head", pair.head());
    json.put("tail", pair.tail());
    json.put("sendingEnd", pair.sendingEnd());
    json.put("receivingEnd", pair.receivingEnd());
    json.array("listed", pair.listed(), this::record);
  }

  private void record(RecordSnapshot record) {
    json.put("position", record.position());
    json.put("offset", record.offset());
    json.put("bytes", record.bytes());
    json.put("size", record.size());
    json.put("sender", record.sender());
    json.put("wanted", record.wanted());
    json.put("deliveries", record.deliveries());
    beginning(record.beginning());
  }

  private void beginning(String beginning) {
    if (!beginning.isEmpty()) {
      json.put("beginning", beginning);
    }
  }

  // What is beside mailboxes.

  private void region(RegionStatus region) {
    json.put("region", region.kind());
    json.put("name", region.name());
    json.put("id", region.id());
    json.put("bytes", region.bytes());
    json.put("user", region.owner());
    json.put("group", region.group());
    json.put("mode", octal(region.mode()));
    json.put("attached", region.attached());
    json.put("creatorPid", region.creatorPid());
    json.put("lastPid", region.lastPid());
    json.put("removed", region.removed());
    json.put("mailbox", region.isMailbox());
  }

  private void semaphore(SemaphoreStatus semaphore) {
    json.put("semaphore", semaphore.id().isPresent() ? "system-v" : "posix");
    json.put("name", semaphore.name());
    json.put("id", semaphore.id());
    json.put("count", semaphore.count());
    json.put("user", semaphore.owner());
    json.put("group", semaphore.group());
    json.put("mode", octal(semaphore.mode()));
  }
}
