// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.file.Mapping;
import dure.file.SharedFile;
import dure.gate.Gate;
import dure.layout.CellLayout;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.linux.PageSize;
import dure.parking.FutexParking;
import dure.raw.Words;
import java.util.ArrayList;
import java.util.List;

/// Shared memory for an engine, without a mailbox around it: as many engines over it as a test
/// wants, each a participant of its own.
final class TestMemory implements AutoCloseable {
  private static final long ENGINE_OFFSET = HeaderLayout.BYTES;

  final List<Integer> dead = new ArrayList<>();
  private final SharedFile file;
  final Mapping mapping;
  private final int capacity;
  private final long messageSize;

  TestMemory(int capacity, long messageSize, boolean pair) {
    this.capacity = capacity;
    this.messageSize = messageSize;
    long engine =
        pair
            ? PairLayout.ringBytes(capacity, messageSize, PageSize.smallest())
            : capacity * (CellLayout.BYTES + CellLayout.bayStride(messageSize));
    long bytes = (ENGINE_OFFSET + engine + 4095) & -4096L;
    file = SharedFile.anonymous("test", bytes, 0600, "", created -> {});
    mapping = Mapping.mirrored(file, bytes, pair ? ENGINE_OFFSET : bytes, true);
    Words.longPlain(mapping.address() + HeaderLayout.MAGIC, HeaderLayout.MAGIC_VALUE);
    Gate.prepare(mapping.address() + HeaderLayout.MESSAGES_GATE);
    Gate.prepare(mapping.address() + HeaderLayout.ROOM_GATE);
    Gate.prepare(mapping.address() + HeaderLayout.FATES_GATE);
    if (!pair) {
      Cells.prepare(mapping.address() + ENGINE_OFFSET, capacity);
    }
  }

  QueueMemory as(int participant) {
    return new QueueMemory(
        "test",
        mapping.address(),
        mapping.address() + ENGINE_OFFSET,
        capacity,
        messageSize,
        PageSize.smallest(),
        false,
        0, // no table
        participant,
        1000L + participant);
  }

  SlotQueue slots(int participant, long patienceNanos) {
    SlotQueue[] self = new SlotQueue[1];
    self[0] =
        new SlotQueue(
            as(participant),
            patienceNanos,
            new FutexParking(mapping),
            index -> dead.contains(index) && self[0].sweep(index) >= 0);
    return self[0];
  }

  SlotQueue slots(int participant, Liveness liveness) {
    return new SlotQueue(as(participant), 3_600_000_000_000L, new FutexParking(mapping), liveness);
  }

  Board board(int participant, boolean byPriority) {
    return new Board(as(participant), byPriority, new FutexParking(mapping));
  }

  /// A board at whose receivers others are at work: something is done just before a cell is looked
  /// at for the first time.
  Board disturbedBoard(int participant, boolean byPriority, int before, Runnable others) {
    Cells disturbed =
        new Cells(as(participant)) {
          private boolean done;

          @Override
          long wordAcquire(int cell) {
            if (cell == before && !done) {
              done = true;
              others.run();
            }
            return super.wordAcquire(cell);
          }
        };
    return new Board(as(participant), disturbed, byPriority, new FutexParking(mapping));
  }

  PairRing ring(int participant) {
    PairRing[] self = new PairRing[1];
    self[0] =
        new PairRing(
            as(participant),
            new FutexParking(mapping),
            index -> dead.contains(index) && self[0].sweep(index) >= 0);
    return self[0];
  }

  @Override
  public void close() {
    mapping.close();
    file.close();
  }
}
