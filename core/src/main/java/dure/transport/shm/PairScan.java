// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.inspect.PairInterior;
import dure.inspect.RecordSnapshot;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.queue.PairWalk;
import dure.raw.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// One look at the ring of a pair that changes nothing.
final class PairScan {
  private final Header header;
  private final long base;
  private final ParticipantTable participants;
  private final long headWord;
  private final long passed;
  private final int deliveries;
  private final List<RecordSnapshot> listed = new ArrayList<>();
  private long tail;
  private long records;
  private long depth;

  /// @param base where the region is mapped
  PairScan(Header header, long base, ParticipantTable participants) {
    this.header = header;
    this.base = base;
    this.participants = participants;
    this.headWord = Words.longAcquire(base + HeaderLayout.PAIR_HEAD); // SYNC: pair-head
    long noted = Words.longOpaque(base + HeaderLayout.PAIR_RECEIVED);
    this.passed = noted + (PairLayout.headCount(headWord) - (int) noted);
    this.deliveries = deliveries();
    this.tail = PairLayout.headOffset(headWord) % ringBytes();
    PairWalk.over(
        base + header.engineOffset(),
        ringBytes(),
        header.capacity(),
        header.messageSize(),
        headWord,
        (address, record, number) -> take(address, record));
  }

  private int deliveries() {
    long reading = Words.longAcquire(base + HeaderLayout.PAIR_READING);
    boolean same = PairLayout.readingCount(reading) == PairLayout.headCount(headWord);
    return same ? PairLayout.readingDeliveries(reading) : 0;
  }

  private long ringBytes() {
    return header.ringBytes();
  }

  private void take(long address, long record) {
    long offset = address - base - header.engineOffset();
    long size = PairLayout.messageSize(record);
    boolean takenBack = PairLayout.isTakenBack(record);
    if (records < PairInterior.MOST_LISTED) {
      listed.add(
          new RecordSnapshot(
              passed + records,
              offset,
              PairLayout.recordBytes(size),
              size,
              takenBack ? OptionalLong.empty() : OptionalLong.of(PairLayout.sender(record)),
              PairLayout.isRecallable(record),
              records == 0 ? deliveries : 0,
              Beginning.of(address + PairLayout.RECORD_PAYLOAD, size)));
    }
    records++;
    depth += takenBack ? 0 : 1;
    tail = (offset + PairLayout.recordBytes(size)) % ringBytes();
  }

  /// The same for two looks only if neither head nor tail has moved in between.
  long fingerprint() {
    return headWord * 31 + tail;
  }

  /// Whether the participant at a place receives, and was handed the first message in place.
  boolean isInHandOf(int participant) {
    return deliveries > 0 && records > 0 && end(HeaderLayout.RECEIVING_END) == participant;
  }

  Traffic traffic() {
    long received = passed - Words.longOpaque(base + HeaderLayout.ABANDONED);
    return new Traffic(received + depth, received);
  }

  PairInterior interior() {
    return new PairInterior(
        ringBytes(),
        passed + records,
        passed,
        PairLayout.headOffset(headWord) % ringBytes(),
        tail,
        participants.id(end(HeaderLayout.SENDING_END)),
        participants.id(end(HeaderLayout.RECEIVING_END)),
        List.copyOf(listed));
  }

  private int end(long offset) {
    return Words.intAcquire(base + offset);
  }
}
