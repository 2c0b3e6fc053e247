// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.DamagedMailboxException;
import dure.Message;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The records of a pair as an observer finds them, checked: where they begin, how many were
/// received, and what lies there.
///
/// @param memory header and ring
/// @param ringBytes how long the ring is
record PairRecords(QueueMemory memory, long ringBytes) {
  /// How often a walk begins anew because the receiver was quicker.
  private static final int MOST_TRIES = 1_000;

  PairRecords(QueueMemory memory) {
    this(memory, PairLayout.ringBytes(memory.capacity(), memory.messageSize(), memory.page()));
  }

  long headAcquire() {
    return Words.longAcquire(memory.header() + HeaderLayout.PAIR_HEAD); // SYNC: pair-head
  }

  /// The offset behind a record, in the ring.
  long next(long offset, long header) {
    return wrap(offset + PairLayout.recordBytes(PairLayout.messageSize(header)));
  }

  long wrap(long offset) {
    return offset >= ringBytes ? offset - ringBytes : offset;
  }

  long checkedOffset(long headWord) {
    long offset = PairLayout.headOffset(headWord);
    if (offset >= ringBytes) {
      throw damaged("its head word points to offset " + offset);
    }
    return offset;
  }

  boolean isSound(long header) {
    long size = PairLayout.messageSize(header);
    return size >= 0 && size <= memory.messageSize();
  }

  /// How many records have been received. The head word has the low half of the count for certain;
  /// the high half cannot have changed since it was noted.
  long received(long headWord) {
    long noted = Words.longOpaque(memory.header() + HeaderLayout.PAIR_RECEIVED);
    return noted + (PairLayout.headCount(headWord) - (int) noted);
  }

  /// How often the record at the head has been handed out in place.
  int deliveriesOf(long headWord) {
    long reading = Words.longAcquire(memory.header() + HeaderLayout.PAIR_READING);
    boolean same = PairLayout.readingCount(reading) == PairLayout.headCount(headWord);
    return same ? PairLayout.readingDeliveries(reading) : 0;
  }

  /// Passes on the messages there are. Only the receiver can tell whether it has the first of them
  /// in hand, so that record is among them.
  void untaken(long sender, Consumer<Pending> into) {
    List<Pending> seen = new ArrayList<>();
    for (int tries = 0; tries < MOST_TRIES && !hasSeenAll(seen); tries++) {
      seen.clear();
    }
    for (Pending its : seen) {
      if (sender == Engine.ANYBODY || its.sender() == sender) {
        into.accept(its);
      }
    }
  }

  /// Walks from the head to the end; false if the receiver has come by the record being looked at,
  /// so that its header, and with it the way to the next, may have been another's.
  private boolean hasSeenAll(List<Pending> seen) {
    long headWord = headAcquire();
    long offset = checkedOffset(headWord);
    long position = received(headWord);
    for (int looks = 0; looks < memory.capacity(); looks++, position++) {
      long address = memory.engine() + offset;
      long header = Words.longAcquire(address);
      if (PairLayout.headCount(headAcquire()) - (int) position > 0) {
        return false;
      }
      if (!isSound(header)) {
        return true;
      }
      if (!PairLayout.isTakenBack(header)) {
        seen.add(new Pending(address, position, 0, PairLayout.sender(header)));
      }
      offset = next(offset, header);
    }
    return true;
  }

  /// True if a record that was seen is not passed, and was not taken back.
  private boolean isThere(Pending seen, long header) {
    return isSound(header)
        && PairLayout.sender(header) == seen.sender()
        && PairLayout.headCount(headAcquire()) - (int) seen.position() <= 0;
  }

  /// A copy of the message of a record that was seen, if it is there after that still.
  @Nullable Message copy(Pending seen) {
    long header = Words.longAcquire(seen.at());
    if (!isThere(seen, header)) {
      return null;
    }
    byte[] bytes = contents(seen, header);
    long head = headAcquire();
    boolean isFirst = PairLayout.headCount(head) == (int) seen.position();
    int redelivered = isFirst ? deliveriesOf(head) : 0;
    VarHandle.loadLoadFence(); // what was copied is older than the second look
    return isThere(seen, Words.longAcquire(seen.at()))
        ? Message.of(
            bytes, new Message.Stamps(seen.sender(), seen.position(), 0, 0, redelivered, 0))
        : null;
  }

  private static byte[] contents(Pending seen, long header) {
    byte[] bytes = new byte[(int) PairLayout.messageSize(header)];
    Words.copyOut(seen.at() + PairLayout.RECORD_PAYLOAD, bytes, 0, bytes.length);
    return bytes;
  }

  /// Makes a record ownerless, as its sender would to take it back. By the receiver in its turn:
  /// then only the sender can change it meanwhile, and no longer once it is not recallable. Before
  /// that, the sender may have taken it back and put another in its place, which has its position;
  /// so it is compared.
  ///
  /// @param wanted told when the sender may have been waiting for this
  boolean remove(Pending seen, byte[] contents, Runnable wanted) {
    long header = Words.longAcquire(seen.at());
    if (!isThere(seen, header) || !Arrays.equals(contents(seen, header), contents)) {
      return false;
    }
    if (PairLayout.isRecallable(header)) {
      long taken = header & ~PairLayout.RECALLABLE;
      if (!Words.longCas(seen.at(), header, taken)) {
        return false;
      }
      Step.reached(Steps.PAIR_TAKEN);
      header = taken;
      wanted.run();
    }
    boolean removed =
        Arrays.equals(contents(seen, header), contents)
            && Words.longCas(seen.at(), header, PairLayout.takenBack(header));
    if (removed) {
      Step.reached(Steps.PAIR_REMOVED);
    }
    return removed;
  }

  DamagedMailboxException damaged(String what) {
    return new DamagedMailboxException(
        memory.mailbox(), what + "; it has been overwritten: delete it and create it anew");
  }
}
