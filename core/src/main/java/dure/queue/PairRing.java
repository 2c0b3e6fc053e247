// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.Message;
import dure.gate.Gate;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
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
/// last one goes as if it had never been, and its room with it; one with others behind it stays as
/// a record of nobody's, which the receiver passes over.
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

  // Sending.

  @Override
  public int tryClaim(long size) {
    return sender.tryClaim();
  }

  @Override
  public long roomAddress(int claim, long size) {
    return sender.roomAddress();
  }

  @Override
  public int publish(int claim, long claimed, long size, Attributes attributes) {
    return sender.publish(size, attributes.wanted());
  }

  @Override
  public void keepClaim(int claim) {
    sender.keep();
  }

  @Override
  public void abandon(int claim) {
    sender.abandon();
  }

  @Override
  public SendState fate(int number) {
    return sender.state(number);
  }

  @Override
  public long receiver(int number) {
    return memory.idOf(Words.intAcquire(memory.header() + HeaderLayout.RECEIVING_END));
  }

  /// Nobody but the receiver can tell whether it has the first of them in hand.
  @Override
  public long upTo(int number, boolean inHand) {
    int count = number - PairLayout.headCount(records.headAcquire()) + 1;
    return inHand ? count : Math.max(1, count - 1);
  }

  @Override
  public SendState settle(int number, boolean withdraw) {
    return sender.settle(number, withdraw);
  }

  // Receiving.

  @Override
  public int tryTake(boolean inPlace, long choice) {
    return receiver.tryTake(inPlace);
  }

  @Override
  public void keepTake(int take) {
    receiver.keep();
  }

  @Override
  public boolean hasMessage() {
    return receiver.hasMessage();
  }

  @Override
  public long size(int take) {
    return receiver.size();
  }

  @Override
  public long messageAddress(int take, long size) {
    return receiver.address();
  }

  @Override
  public long sender(int take) {
    return receiver.sender();
  }

  @Override
  public long position(int take) {
    return receiver.position();
  }

  @Override
  public int redelivered(int take) {
    return receiver.redelivered();
  }

  @Override
  public void hold(int take) {
    receiver.hold();
  }

  @Override
  public void resume(int take) {
    receiver.resume();
  }

  @Override
  public void release(int take) {
    receiver.release();
  }

  @Override
  public int releaseAndTake(int take) {
    return receiver.releaseAndTake();
  }

  @Override
  public void giveBack(int take) {
    receiver.giveBack();
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
        memory.engine(), memory.capacity(), memory.messageSize(), records.headAcquire());
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
