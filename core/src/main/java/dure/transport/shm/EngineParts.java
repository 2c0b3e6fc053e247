// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.DureException;
import dure.Order;
import dure.Receivers;
import dure.WhenFull;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.parking.FutexParking;
import dure.parking.Parking;
import dure.queue.Board;
import dure.queue.Broadcast;
import dure.queue.Engine;
import dure.queue.Liveness;
import dure.queue.PairRing;
import dure.queue.QueueMemory;
import dure.queue.SegmentMemory;
import dure.queue.SlotQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the engine that a mailbox's settings ask for.
///
/// @param liveness tells the dead from the living
record EngineParts(Address address, SharedFile file, Header header, Liveness liveness) {
  /// The engine of a participant over a mapping of the region.
  ///
  /// @param growsOn the file, if the mailbox grows
  Engine engine(Mapping over, int index, long id, @Nullable SegmentMemory growsOn) {
    Parking parking = new FutexParking(over);
    QueueMemory memory = memory(over, index, id);
    if (header.isRing()) {
      return new PairRing(memory, parking, liveness);
    }
    if (header.receivers() == Receivers.ALL) {
      boolean lossy = header.whenFull() == WhenFull.DROP_OLDEST;
      return new Broadcast(memory, header.participants(), lossy, parking, liveness);
    }
    return header.order() == Order.ARRIVAL
        ? new SlotQueue(memory, growsOn, header.patienceNanos(), parking, liveness)
        : new Board(memory, header.order() == Order.PRIORITY, parking);
  }

  /// The file to grow and shrink, if the mailbox does.
  ///
  /// @param gone what to throw once it is shut
  @Nullable SegmentFile ground(Supplier<DureException> gone) {
    if (!header.isUnbounded()) {
      return null;
    }
    long room = Long.MAX_VALUE - header.allocatedBytes();
    long most = header.allocatedBytes() + Math.min(header.limit(), room);
    return new SegmentFile(file, most, gone);
  }

  /// What an engine knows of its memory.
  QueueMemory memory(Mapping over, int index, long id) {
    long base = over.address();
    return new QueueMemory(
        address.toString(),
        base,
        base + header.engineOffset(),
        header.cells(),
        header.messageSize(),
        header.page(),
        header.isRendezvous(),
        header.participants(),
        index,
        id);
  }
}
