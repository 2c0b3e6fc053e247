// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.LATE;
import static dure.layout.SlotWord.READING;
import static dure.layout.SlotWord.REVOKED;
import static dure.layout.SlotWord.WRITING;

import dure.Order;
import dure.inspect.CellInterior;
import dure.inspect.CellSnapshot;
import dure.inspect.CellState;
import dure.inspect.SectorSnapshot;
import dure.inspect.SegmentSnapshot;
import dure.layout.CellLayout;
import dure.layout.SegmentLayout;
import dure.layout.SlotWord;
import dure.raw.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/// Takes down what lies in each cell, and where `in` and `out` are.
final class CellCensus implements CellScan.Visitor {
  private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;

  private final Header header;
  private final CellScan scan;
  private final ListenerPlaces listeners;
  private final CellReader reader;
  private final int sectorCells;
  private final List<SegmentSnapshot> segments = new ArrayList<>();
  private final List<CellSnapshot> listed = new ArrayList<>();
  private final List<Sector> sectors = new ArrayList<>();
  private final int[] claims;
  private final int[] inHand;
  private long fingerprint;
  private long newest = -1;
  private long oldest = Long.MAX_VALUE;
  private int messagesOfSegment;

  private record Sector(
      int first, int cells, Map<CellState, Integer> states, Map<Long, Integer> messages) {}

  CellCensus(Header header, CellScan scan, ListenerPlaces listeners, CellReader reader) {
    this.header = header;
    this.scan = scan;
    this.listeners = listeners;
    this.reader = reader;
    int cells = header.cells();
    boolean counted = !header.isUnbounded() && cells > CellInterior.MOST_LISTED;
    this.sectorCells = counted ? Math.ceilDiv(cells, CellInterior.MOST_SECTORS) : 0;
    this.claims = new int[header.participants() + 1];
    this.inHand = new int[header.participants() + 1];
  }

  /// Whether no slot word has changed since another look, nor during this one.
  boolean isSameAs(CellCensus other) {
    return fingerprint == other.fingerprint && !reader.isOvertaken();
  }

  int claims(int participant) {
    return claims[participant];
  }

  int inHand(int participant) {
    return inHand[participant];
  }

  @Override
  public void segmentAbsent(int first, long segmentWord) {
    fingerprint = (fingerprint ^ segmentWord) * HASH_FACTOR;
    long lap = SegmentLayout.lap(segmentWord);
    if (lap > 0) {
      newest = Math.max(newest, (lap - 1) * header.cells() + first + SegmentLayout.CELLS - 1);
    }
    if (SegmentLayout.state(segmentWord) == SegmentLayout.BUSY) {
      OptionalLong holder = reader.id(SegmentLayout.owner(segmentWord));
      segments.add(new SegmentSnapshot(first / SegmentLayout.CELLS, true, holder, 0));
    }
  }

  @Override
  public void cell(int index, long word) {
    fingerprint = (fingerprint ^ word) * HASH_FACTOR;
    locate(index, word);
    count(word);
    if (header.isUnbounded()) {
      countOfSegment(index, word);
    } else if (sectorCells > 0) {
      countOfSector(index, word);
    } else if (!header.isRendezvous() || SlotWord.state(word) != FREE) {
      listed.add(reader.read(index, word));
    }
  }

  private void locate(int index, long word) {
    int state = SlotWord.state(word);
    long position = SlotWord.lap(word) * header.cells() + index;
    newest = Math.max(newest, state == FREE ? position - header.cells() : position);
    if (state == FULL || state == WRITING) {
      oldest = Math.min(oldest, position);
    }
  }

  private void count(long word) {
    int owner = SlotWord.owner(word);
    if (owner >= claims.length) {
      return; // overwritten: the cell itself says so
    }
    switch (SlotWord.state(word)) {
      case WRITING, REVOKED -> claims[owner]++;
      case READING -> inHand[owner]++;
      default -> {}
    }
  }

  private boolean isMessage(int index, long word) {
    int state = SlotWord.state(word);
    return state == READING || ((state == FULL || state == LATE) && listeners.await(index, word));
  }

  private void countOfSegment(int index, long word) {
    messagesOfSegment += isMessage(index, word) ? 1 : 0;
    if (index % SegmentLayout.CELLS == SegmentLayout.CELLS - 1) {
      int segment = index / SegmentLayout.CELLS;
      segments.add(new SegmentSnapshot(segment, false, OptionalLong.empty(), messagesOfSegment));
      messagesOfSegment = 0;
    }
  }

  private void countOfSector(int index, long word) {
    if (index % sectorCells == 0) {
      int cells = Math.min(sectorCells, header.cells() - index);
      sectors.add(new Sector(index, cells, new EnumMap<>(CellState.class), new TreeMap<>()));
    }
    Sector sector = sectors.getLast();
    sector.states().merge(reader.state(index, word), 1, Integer::sum);
    if (isMessage(index, word)) {
      long sender = Words.longPlain(scan.address(index) + CellLayout.SENDER);
      sector.messages().merge(sender, 1, Integer::sum);
    }
  }

  /// What was taken down.
  CellInterior interior() {
    boolean ordered = header.order() == Order.ARRIVAL && !header.isRendezvous();
    long in = newest + 1;
    long out = Math.min(in, outOf(in));
    if (header.isUnbounded() || sectorCells > 0) {
      list(ordered ? in : 0, ordered ? out : 0);
    }
    return new CellInterior(
        header.cells(),
        ordered ? OptionalLong.of(in) : OptionalLong.empty(),
        ordered ? OptionalLong.of(out) : OptionalLong.empty(),
        List.copyOf(listed),
        sectors.stream()
            .map(s -> new SectorSnapshot(s.first, s.cells, s.states, s.messages))
            .toList(),
        oldestAndNewest(),
        (int) segments.stream().filter(segment -> !segment.busy()).count(),
        header.isUnbounded() ? SegmentLayout.CELLS : 0);
  }

  private long outOf(long in) {
    if (!listeners.all()) {
      return oldest;
    }
    return listeners.slowest().isPresent() ? position(listeners.slowest().getAsLong()) : in;
  }

  private long position(long cursor) {
    return SlotWord.cursorLap(cursor) * header.cells() + SlotWord.cursorCell(cursor);
  }

  /// Lists the cells around two positions, as they are now.
  private void list(long in, long out) {
    TreeSet<Integer> around = new TreeSet<>();
    for (int i = -CellInterior.AROUND; i <= CellInterior.AROUND; i++) {
      around.add(Math.floorMod(in + i, header.cells()));
      around.add(Math.floorMod(out + i, header.cells()));
    }
    around.stream()
        .filter(scan::isPresent)
        .forEach(index -> listed.add(reader.read(index, scan.word(index))));
  }

  private List<SegmentSnapshot> oldestAndNewest() {
    int half = CellInterior.MOST_SEGMENTS / 2;
    int all = segments.size();
    if (all <= CellInterior.MOST_SEGMENTS) {
      return List.copyOf(segments);
    }
    int inSegment = (int) (Math.floorMod(newest, (long) header.cells()) / SegmentLayout.CELLS);
    int newestAt = 0;
    while (newestAt < all - 1 && segments.get(newestAt).index() < inSegment) {
      newestAt++;
    }
    List<SegmentSnapshot> ends = new ArrayList<>();
    for (int i = 1 - half; i <= half; i++) {
      ends.add(segments.get(Math.floorMod(newestAt + i, all)));
    }
    return ends;
  }
}
