// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.LATE;
import static dure.layout.SlotWord.LOST;

import dure.DamagedMailboxException;
import dure.Message;
import dure.layout.CellLayout;
import dure.layout.SegmentLayout;
import dure.layout.SlotWord;
import dure.raw.Words;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// The cells of a mailbox, by index: their slot words, and the room and the facts of the message in
/// each.
///
/// The holder of a cell by its word has its room and its facts alone; to all others they are hints.
class Cells {
  private static final String REMEDY =
      "; it has been overwritten: delete the mailbox and create it anew";

  /// How many cells ahead a sender looks: about as long as a line needs to come.
  private static final int AHEAD = 8;

  private final QueueMemory memory;
  private final @Nullable Segments segments;
  private final long first;
  private final long bays;
  private final long bayStride;

  Cells(QueueMemory memory) {
    this(memory, null);
  }

  /// @param ground what the cells grow on, if they do
  Cells(QueueMemory memory, @Nullable SegmentMemory ground) {
    this.memory = memory;
    long directory =
        ground == null ? 0 : SegmentLayout.directoryBytes(memory.capacity(), memory.page());
    this.first = memory.engine() + directory;
    this.segments = ground == null ? null : new Segments(memory, this, first, ground);
    this.bays = first + memory.capacity() * CellLayout.BYTES;
    this.bayStride =
        ground == null
            ? CellLayout.bayStride(memory.messageSize())
            : SegmentLayout.bayStride(memory.messageSize(), memory.page());
  }

  /// Makes fresh, zeroed memory into free cells of the first lap.
  static void prepare(long engine, int capacity) {
    for (int cell = 0; cell < capacity; cell++) {
      Words.longRelease(
          engine + cell * CellLayout.BYTES + CellLayout.WORD, SlotWord.of(FREE, 0, 0, 0));
    }
  }

  /// The slot word of a cell.
  ///
  /// @throws DamagedMailboxException if there is none: before an atomic update touches a page that
  ///   was taken from under us
  long wordAcquire(int cell) {
    if (segments != null && !segments.isPresent(cell)) {
      return segments.asIf(cell);
    }
    long word = Words.longAcquire(wordAddress(cell));
    if (SlotWord.state(word) == LOST) {
      if (segments != null) {
        return segments.asIf(cell); // given back since we looked
      }
      throw damaged(cell, word);
    }
    return word;
  }

  /// The slot word of a cell in whose segment something of ours is, so that it has memory, whatever
  /// the segment's word says for the moment.
  long ownWordAcquire(int cell) {
    long word = Words.longAcquire(wordAddress(cell));
    if (SlotWord.state(word) == LOST) {
      throw damaged(cell, word);
    }
    return word;
  }

  /// The slot word of a cell, or 0 if it has none.
  long wordOrNone(int cell) {
    return Words.longAcquire(wordAddress(cell));
  }

  /// Where the slot word of a cell is.
  long wordAddress(int cell) {
    return address(cell) + CellLayout.WORD;
  }

  /// The segments, if the cells grow.
  @Nullable Segments segments() {
    return segments;
  }

  /// The first cell from this one on that has memory; the capacity if there is none.
  int from(int cell) {
    int next = cell;
    while (segments != null && next < memory.capacity() && !segments.isPresentSoon(next)) {
      next = (next / SegmentLayout.CELLS + 1) * SegmentLayout.CELLS;
    }
    return next;
  }

  /// How much of the bay of a cell has memory.
  long bay(int cell) {
    long bytes = Words.longPlain(address(cell) + CellLayout.BAY);
    if (bytes < 0 || bytes > bayStride) {
      throw new DamagedMailboxException(
          memory.mailbox(), "the room of cell " + cell + " has " + bytes + " bytes" + REMEDY);
    }
    return bytes;
  }

  /// Whether the message of a cell may have memory of its own.
  boolean hasBay(int cell) {
    return segments != null && bay(cell) > 0;
  }

  void bay(int cell, long bytes) {
    Words.longPlain(address(cell) + CellLayout.BAY, bytes);
  }

  boolean wordCas(int cell, long expected, long value) {
    return Words.longCas(wordAddress(cell), expected, value);
  }

  /// Where a message of `size` bytes lies: in the cell if it is short, else in the cell's bay.
  long payload(int cell, long size) {
    return size <= CellLayout.SHORT_BYTES
        ? address(cell) + CellLayout.PAYLOAD
        : bays + cell * bayStride;
  }

  /// Brings a message that was written in room for `claimed` bytes to where one of `size` lies.
  void move(int cell, long claimed, long size) {
    long from = payload(cell, claimed);
    long to = payload(cell, size);
    if (from != to) {
      Words.copy(from, to, size);
    }
  }

  /// Writes what is known of a message before it is published.
  void describe(int cell, long size, long position) {
    long address = address(cell);
    Words.longPlain(address + CellLayout.SENDER, memory.participantId());
    Words.longPlain(address + CellLayout.POSITION, position);
    Words.intPlain(address + CellLayout.SENDER_INDEX, memory.participant());
    Words.intPlain(address + CellLayout.MESSAGE_SIZE, (int) size);
  }

  /// Writes what a sender says of a message, where receivers choose by it.
  void label(int cell, Attributes label) {
    long address = address(cell);
    Words.longPlain(address + CellLayout.NUMBER, label.number());
    Words.intPlain(address + CellLayout.PRIORITY, label.priority());
  }

  /// Fetches the second line of a cell that this sender comes to soon, while it does other things.
  void lookAhead(int cell) {
    int there = cell + AHEAD;
    if (segments == null && there < memory.capacity()) {
      Words.fetch(address(there) + CellLayout.NUMBER);
    }
  }

  /// Writes to each line of a message that is in our hands, so that the next sender gets it with
  /// the right to write. The first line of the cell gets that from the word itself.
  void touch(int cell) {
    long size = messageSize(cell);
    if (size > CellLayout.SHORT_BYTES) {
      Words.touch(payload(cell, size), size);
    } else if (size > CellLayout.LINE_BYTES) {
      Words.touch(address(cell) + CellLayout.NUMBER);
    }
  }

  /// Writes who was done with a message.
  void receivedBy(int cell, long participantId) {
    Words.longPlain(address(cell) + CellLayout.RECEIVER, participantId);
  }

  /// A message that lies in a cell with this word; null if the word has changed by the time all is
  /// read, for what was read may then be of two messages.
  @Nullable Pending untaken(int cell, long word) {
    Pending seen = new Pending(cell, position(cell), priority(cell), sender(cell));
    VarHandle.loadLoadFence(); // what was read is older than the second look
    return wordAcquire(cell) == word ? seen : null;
  }

  /// Whether a message that was seen is still there for the taking, by the word of its cell.
  boolean isThere(Pending seen, long word) {
    return isUntaken(word) && position((int) seen.at()) == seen.position();
  }

  static boolean isUntaken(long word) {
    return SlotWord.state(word) == FULL || SlotWord.state(word) == LATE;
  }

  /// A copy of a message that was seen, if no receiver has it by then.
  @Nullable Message copy(Pending seen) {
    int cell = (int) seen.at();
    for (int tries = 0; tries < CellEngine.MOST_TRIES; tries++) {
      long word = wordAcquire(cell);
      if (!isThere(seen, word)) {
        return null;
      }
      Message copy = copy(cell, SlotWord.redelivered(word));
      VarHandle.loadLoadFence(); // what was copied is older than the second look
      if (wordAcquire(cell) == word) {
        return copy;
      }
    }
    return null;
  }

  private Message copy(int cell, int redelivered) {
    long size = messageSize(cell);
    byte[] bytes = new byte[(int) size];
    Words.copyOut(payload(cell, size), bytes, 0, bytes.length);
    return Message.of(
        bytes,
        new Message.Stamps(
            sender(cell), position(cell), number(cell), priority(cell), redelivered, 0));
  }

  /// The length of the message, checked.
  long messageSize(int cell) {
    long size = Words.intPlain(address(cell) + CellLayout.MESSAGE_SIZE);
    if (size < 0 || size > memory.messageSize()) {
      throw new DamagedMailboxException(
          memory.mailbox(), "cell " + cell + " claims a message of " + size + " bytes" + REMEDY);
    }
    return size;
  }

  long sender(int cell) {
    return Words.longPlain(address(cell) + CellLayout.SENDER);
  }

  int senderIndex(int cell) {
    return Words.intPlain(address(cell) + CellLayout.SENDER_INDEX);
  }

  long receiver(int cell) {
    return Words.longPlain(address(cell) + CellLayout.RECEIVER);
  }

  long position(int cell) {
    return Words.longPlain(address(cell) + CellLayout.POSITION);
  }

  long number(int cell) {
    return Words.longPlain(address(cell) + CellLayout.NUMBER);
  }

  /// The position of a message in a cell that this participant has claimed. The lap counts modulo
  /// 2⁴⁴; the position that stands in the cell from an earlier lap tells how often it began anew.
  long position(int cell, long lap) {
    long position = lap * memory.capacity() + cell;
    long before = position(cell);
    return before - position < 0 ? position : beyond(before, position);
  }

  private long beyond(long before, long position) {
    long round = (long) memory.capacity() << SlotWord.LAP_BITS;
    boolean none = before == 0 || round <= 0 || before < 0;
    return none ? position : position + ((before - position) / round + 1) * round;
  }

  int priority(int cell) {
    return Words.intPlain(address(cell) + CellLayout.PRIORITY);
  }

  DamagedMailboxException damaged(int cell, long word) {
    return new DamagedMailboxException(
        memory.mailbox(), "cell " + cell + " is " + SlotWord.describe(word) + REMEDY);
  }

  private long address(int cell) {
    return first + cell * CellLayout.BYTES;
  }
}
