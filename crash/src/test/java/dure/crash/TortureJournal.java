// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What one thread of a process says of its calls: a record before each call, completed after it.
///
/// It is a mapped file of its own, so that all of it that was written is there after `SIGKILL`. A
/// record becomes valid by its first word, which is written last.
final class TortureJournal implements AutoCloseable {
  /// Calls that one journal has room for.
  static final int CALLS = 1 << 17;

  /// What a record says.
  enum Entry {
    /// Nothing: the journal ends.
    NONE,
    /// The thread opened its mailbox anew.
    OPENED,
    /// A send began and has not returned.
    SENDING,
    /// A send returned: the message was accepted.
    ACCEPTED,
    /// A send returned: the message was not accepted.
    REFUSED,
    /// A receive began that takes a copy, and has not returned.
    RECEIVING,
    /// A receive began that leaves the message in the mailbox until this journal has it.
    RECEIVING_IN_PLACE,
    /// The message that came, before it is acknowledged if it is in place.
    GOT,
    /// The receive returned without a message.
    EMPTY
  }

  /// One record.
  ///
  /// @param life the process that sent the message
  /// @param number the number of the message among those of its sender
  record Call(Entry entry, int group, int redelivered, int life, long number) {}

  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
  private static final VarHandle AT = WORD.varHandle();
  private static final Entry[] ENTRIES = Entry.values();
  private static final int HEADER = 16;
  private static final int RECORD = 16;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment words;
  private int next;
  private long received;

  TortureJournal(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      words = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER + (long) CALLS * RECORD, arena);
    }
  }

  boolean isFull() {
    return next >= CALLS - 1;
  }

  /// Writes a record before a call; [#complete] writes what came of it over it.
  void begin(Entry entry, int group, int life, long number) {
    write(next, new Call(entry, group, 0, life, number));
  }

  void complete(Entry entry, int group, int redelivered, int life, long number) {
    write(next++, new Call(entry, group, redelivered, life, number));
    if (entry == Entry.GOT) {
      AT.setRelease(words, 8L, ++received);
    }
    AT.setRelease(words, 0L, (long) next);
  }

  @SuppressWarnings("EnumOrdinal") // read by the same program
  private void write(int at, Call call) {
    long offset = HEADER + (long) at * RECORD;
    AT.setRelease(words, offset + 8, call.number);
    long first =
        (long) call.entry.ordinal() << 56
            | (long) call.group << 48
            | (long) call.redelivered << 32
            | call.life;
    AT.setRelease(words, offset, first);
  }

  /// Calls that have returned so far.
  long calls() {
    return (long) AT.getAcquire(words, 0L);
  }

  /// Messages received so far.
  long received() {
    return (long) AT.getAcquire(words, 8L);
  }

  /// A record; its entry is [Entry#NONE] where the journal ends.
  Call call(int at) {
    long offset = HEADER + (long) at * RECORD;
    long first = (long) AT.getAcquire(words, offset);
    return new Call(
        ENTRIES[(int) (first >>> 56)],
        (int) (first >>> 48) & 0xFF,
        (int) (first >>> 32) & 0xFFFF,
        (int) first,
        (long) AT.getAcquire(words, offset + 8));
  }

  @Override
  public void close() {
    arena.close();
  }
}
