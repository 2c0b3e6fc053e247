// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.MailboxStatus.Participant;
import dure.Receivers;
import dure.WhenFull;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.inspect.Interior;
import dure.inspect.MailboxSnapshot;
import dure.inspect.ParticipantSnapshot;
import dure.layout.HeaderLayout;
import dure.linux.Files;
import dure.linux.Names;
import dure.raw.Words;
import java.lang.ref.Reference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at a region without changing it: everything is counted from the words themselves, so that
/// no message costs a counter.
final class Inspection {
  /// How often a look inside is repeated because something changed meanwhile.
  private static final int MOST_LOOKS = 8;

  /// Cells that are looked at in all the looks together, so that a large mailbox gets fewer.
  private static final long MOST_CELLS = 1 << 16;

  private final Address address;
  private final SharedFile file;
  private final Header header;
  private final long base;

  private Inspection(Address address, SharedFile file, Header header, Mapping mapping) {
    this.address = address;
    this.file = file;
    this.header = header;
    this.base = mapping.address();
  }

  /// A way to look at a mapped region.
  @FunctionalInterface
  interface Look<T> {
    T at(Address address, SharedFile file, Header header, Mapping mapping);
  }

  /// The status of the mailbox in a mapped region.
  static MailboxStatus status(Address address, SharedFile file, Header header, Mapping mapping) {
    try {
      Inspection inspection = new Inspection(address, file, header, mapping);
      return inspection.status();
    } catch (InternalError truncated) {
      return damaged(address);
    } finally {
      Reference.reachabilityFence(mapping);
    }
  }

  /// A look inside the mailbox in a mapped region.
  static MailboxSnapshot inside(Address address, SharedFile file, Header header, Mapping mapping) {
    try {
      Inspection inspection = new Inspection(address, file, header, mapping);
      return header.isRing() ? inspection.pair() : inspection.cells();
    } catch (InternalError truncated) {
      return new MailboxSnapshot(Instant.now(), damaged(address), true, List.of(), null);
    } finally {
      Reference.reachabilityFence(mapping);
    }
  }

  private static MailboxStatus damaged(Address address) {
    return new MailboxStatus(address, Condition.DAMAGED, null);
  }

  private MailboxStatus status() {
    ParticipantTable table = new ParticipantTable(file, header, base);
    return status(
        header.isRing() ? new PairScan(header, base, table).traffic() : traffic(),
        table.inUse().stream().map(table::status).toList());
  }

  private Traffic traffic() {
    TrafficCount count = new TrafficCount(header, ListenerPlaces.of(header, base));
    new CellScan(header, base).visit(count);
    return count.traffic(lost());
  }

  private long lost() {
    return counter(HeaderLayout.SKIPPED) + counter(HeaderLayout.ABANDONED);
  }

  private MailboxStatus status(Traffic traffic, List<Participant> participants) {
    return new MailboxStatus(address, condition(), details(traffic, participants));
  }

  private Condition condition() {
    return switch (Words.intAcquire(base + HeaderLayout.STATE)) {
      case HeaderLayout.LIVE -> Condition.LIVE;
      case HeaderLayout.DELETED -> Condition.DELETED;
      case HeaderLayout.OWNER_GONE -> Condition.OWNER_GONE;
      default -> Condition.DAMAGED;
    };
  }

  private Details details(Traffic traffic, List<Participant> participants) {
    Files.Status status = file.status();
    String group = Names.group(status.gid());
    return new Details(
        header.settings(status.permissions() & 0777, group),
        Names.user(status.uid()),
        group,
        status.allocated(),
        traffic.depth(),
        new Counters(
            traffic.sent(),
            Math.max(0, traffic.received() - gone()),
            counter(HeaderLayout.REDELIVERED),
            counter(HeaderLayout.REPAIRED),
            counter(HeaderLayout.PASSED),
            counter(HeaderLayout.DROPPED),
            counter(HeaderLayout.DEAD)),
        participants,
        true,
        Map.of());
  }

  /// How many messages have gone that no receiver was done with.
  private long gone() {
    boolean drops =
        header.whenFull() == WhenFull.DROP_OLDEST && header.receivers() != Receivers.ALL;
    return counter(HeaderLayout.DEAD) + (drops ? counter(HeaderLayout.DROPPED) : 0);
  }

  /// Begins anew as long as head or tail moves.
  private MailboxSnapshot pair() {
    ParticipantTable table = new ParticipantTable(file, header, base);
    PairScan last = new PairScan(header, base, table);
    boolean settled = false;
    for (int looks = 1; looks < MOST_LOOKS && !settled; looks++) {
      PairScan next = new PairScan(header, base, table);
      settled = next.fingerprint() == last.fingerprint();
      last = next;
    }
    PairScan scan = last;
    Instant now = Instant.now();
    List<ParticipantSnapshot> participants =
        table.inUse().stream()
            .map(index -> table.snapshot(index, now, 0, scan.isInHandOf(index) ? 1 : 0))
            .toList();
    return snapshot(now, scan.traffic(), settled, participants, scan.interior());
  }

  /// Begins anew as long as a slot word changes.
  private MailboxSnapshot cells() {
    ParticipantTable table = new ParticipantTable(file, header, base);
    long mostLooks = Math.clamp(MOST_CELLS / header.cells(), 2, MOST_LOOKS);
    CellLook last = new CellLook(header, base, table);
    boolean settled = false;
    for (int looks = 1; looks < mostLooks && !settled; looks++) {
      CellLook next = new CellLook(header, base, table);
      settled = next.census.isSameAs(last.census);
      last = next;
    }
    CellCensus census = last.census;
    Instant now = Instant.now();
    List<ParticipantSnapshot> participants =
        table.inUse().stream()
            .map(index -> table.snapshot(index, now, census.claims(index), census.inHand(index)))
            .toList();
    return snapshot(now, last.traffic, settled, participants, census.interior());
  }

  private MailboxSnapshot snapshot(
      Instant now,
      Traffic traffic,
      boolean settled,
      List<ParticipantSnapshot> participants,
      @Nullable Interior interior) {
    MailboxStatus status =
        status(traffic, participants.stream().map(ParticipantSnapshot::participant).toList());
    return new MailboxSnapshot(now, status, settled, participants, interior);
  }

  /// One look at all cells, for the counters and for the inside.
  private final class CellLook implements CellScan.Visitor {
    final CellCensus census;
    final Traffic traffic;
    private final TrafficCount count;

    CellLook(Header header, long base, ParticipantTable table) {
      CellScan scan = new CellScan(header, base);
      ListenerPlaces listeners = ListenerPlaces.of(header, base);
      this.count = new TrafficCount(header, listeners);
      CellReader reader = new CellReader(header, scan, listeners, table);
      this.census = new CellCensus(header, scan, listeners, reader);
      scan.visit(this);
      this.traffic = count.traffic(lost());
    }

    @Override
    public void cell(int index, long word) {
      count.cell(index, word);
      census.cell(index, word);
    }

    @Override
    public void segmentAbsent(int first, long segmentWord) {
      count.segmentAbsent(first, segmentWord);
      census.segmentAbsent(first, segmentWord);
    }
  }

  private long counter(long offset) {
    return Words.longOpaque(base + offset);
  }
}
