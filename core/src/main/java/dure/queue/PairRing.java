// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.Message;
import dure.gate.Gate;
import dure.layout.HeaderLayout;
import dure.parking.Parking;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The ring of a pair: one sender, one receiver, messages of any length.
///
/// ```
///           head                            tail
///            v                               v
/// +----------+--------+----------+------+----+-----------+
/// |   free   | h|msg  | h|messag | h|ms | h|m| 0   free  |
/// +----------+--------+----------+------+----+-----------+
/// ```
///
/// A record is published by its own header, the last word written; the header behind it is cleared
/// before, so a receiver that reads zero knows there is nothing yet. The receiver changes nothing
/// in the ring: it gives room back through the head word alone, which the sender reads only when
/// the ring seems full.
///
/// A record may be taken back by its sender as long as the receiver has not marked it as taken. The
/// last record goes as if it had never been, and its room with it; a record with others behind it
/// stays without an owner, and the receiver passes over it.
///
/// **Death.** Each end belongs to one participant. A record whose header was not written never
/// existed, and the tail is where the headers end, so the next sender finds it by walking. A record
/// that was handed out and not given back is still at the head; the reading word tells the next
/// receiver how often that has happened.
public final class PairRing implements Engine {
  private final QueueMemory memory;
  private final PairRecords records;
  private final PairSender sender;
  private final PairReceiver receiver;
  private final Gate messages;
  private final Gate room;
  private final Gate fates;

  /// @param memory header and ring, the ring mapped twice
  public PairRing(QueueMemory memory, Parking parking, Liveness liveness) {
    this.memory = memory;
    this.records = new PairRecords(memory);
    Gate.Fence fence = parking.barrier() ? Gate.Fence.SLEEPER_PAYS : Gate.Fence.WAKER_PAYS;
    this.messages = new Gate(memory.header() + HeaderLayout.MESSAGES_GATE, parking, fence);
    this.room = new Gate(memory.header() + HeaderLayout.ROOM_GATE, parking, fence);
    this.fates = new Gate(memory.header() + HeaderLayout.FATES_GATE, parking, fence);
    this.sender = new PairSender(records, messages, room, parking, liveness);
    this.receiver = new PairReceiver(records, messages, room, fates, parking, liveness);
  }

  @Override
  public SendingEnd sendingEnd() {
    return sender;
  }

  @Override
  public ReceivingEnd receivingEnd() {
    return receiver;
  }

  // Looking.

  @Override
  public void untaken(long sender, Consumer<Pending> into) {
    records.untaken(sender, into);
  }

  @Override
  public @Nullable Message copy(Pending seen) {
    return records.copy(seen);
  }

  @Override
  public boolean remove(Pending seen, byte[] contents) {
    return receiver.remove(seen, contents);
  }

  @Override
  public long depth() {
    return PairWalk.depth(
        memory.engine(),
        records.ringBytes(),
        memory.capacity(),
        memory.messageSize(),
        records.headAcquire());
  }

  // Repair.

  @Override
  public int sweep(int participant) {
    boolean had =
        Words.intAcquire(memory.header() + HeaderLayout.RECEIVING_END) == participant
            && records.deliveriesOf(records.headAcquire()) > 0;
    for (long end : new long[] {HeaderLayout.SENDING_END, HeaderLayout.RECEIVING_END}) {
      ExclusiveEnd.free(memory.header(), end, participant);
      Step.reached(Steps.SWEEP_REPAIRED_ONE);
    }
    return had ? 1 : 0;
  }

  // Waiting.

  @Override
  public Gate messages() {
    return messages;
  }

  @Override
  public Gate room() {
    return room;
  }

  @Override
  public Gate fates() {
    return fates;
  }
}
