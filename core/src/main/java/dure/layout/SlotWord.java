// SPDX-License-Identifier: Apache-2.0
package dure.layout;

/// The slot word: state, owner and generation of a cell in 64 bits, changed only as a whole. At no
/// instant is a cell taken without its owner's name in the word.
///
/// ```
///  63                                  18 17            8 7         4 3     0
/// +--------------------------------------+---------------+-----------+-------+
/// | 0 | wanted (1) |      lap (44)       |  owner (10)   | redel.(4) | state |
/// +--------------------------------------+---------------+-----------+-------+
/// ```
///
/// A *position* counts claims from zero; position p is cell p mod n in lap p div n. A *cursor* is a
/// position written as `lap << 20 | cell`, which needs no division. Laps and cursors are compared
/// by their difference, so they may wrap.
public final class SlotWord {
  /// No word at all: what a page reads that was taken from under us. No sound word has this state,
  /// so a step begins with a look that tells.
  public static final int LOST = 0;

  /// Free; the lap is the one in which it will be claimed.
  public static final int FREE = 1;

  /// A sender is writing; the owner is that sender.
  public static final int WRITING = 2;

  /// A message is there for the taking.
  public static final int FULL = 3;

  /// A receiver has it and has not given it back; the owner is that receiver.
  public static final int READING = 4;

  /// A sender's claim that the receivers went past; the room stays the owner's.
  public static final int REVOKED = 5;

  /// A message that was published in a revoked claim: there for the taking, behind the receivers.
  public static final int LATE = 6;

  /// A message that is no more, in a cell that is not free yet. If its sender wanted word of it,
  /// the receiver is done with it, and the sender frees the cell when it has seen that; if not, the
  /// owner is giving its memory back.
  public static final int DONE = 7;

  /// Set in the word of a message whose sender waits for what becomes of it.
  public static final long WANTED = 1L << 62;

  /// The most often a redelivery is counted.
  public static final int MOST_REDELIVERED = 15;

  private static final int REDELIVERED_SHIFT = 4;
  private static final int OWNER_SHIFT = 8;
  private static final int LAP_SHIFT = 18;
  private static final int CURSOR_SHIFT = 20;

  /// The lap counts modulo 2 to the power of this.
  public static final int LAP_BITS = 44;

  private static final long LAP_MASK = (1L << LAP_BITS) - 1;

  private SlotWord() {}

  /// A word of these parts; the lap counts modulo 2⁴⁴.
  public static long of(int state, int owner, int redelivered, long lap) {
    return state
        | (long) redelivered << REDELIVERED_SHIFT
        | (long) owner << OWNER_SHIFT
        | (lap & LAP_MASK) << LAP_SHIFT;
  }

  /// The same message in another state and other hands.
  public static long with(long word, int state, int owner) {
    return of(state, owner, redelivered(word), lap(word)) | (word & WANTED);
  }

  /// The same in the next lap.
  public static long skipped(long word) {
    return of(state(word), owner(word), redelivered(word), lap(word) + 1) | (word & WANTED);
  }

  public static boolean isWanted(long word) {
    return (word & WANTED) != 0;
  }

  public static int state(long word) {
    return (int) word & 0xF;
  }

  public static int owner(long word) {
    return (int) (word >>> OWNER_SHIFT) & 0x3FF;
  }

  public static int redelivered(long word) {
    return (int) (word >>> REDELIVERED_SHIFT) & 0xF;
  }

  public static long lap(long word) {
    return word >>> LAP_SHIFT & LAP_MASK;
  }

  /// By how many laps a word is ahead of a cursor; negative when it is behind.
  public static long lapsAhead(long word, long cursor) {
    return (lap(word) - cursorLap(cursor)) << (64 - LAP_BITS) >> (64 - LAP_BITS);
  }

  public static long cursor(long lap, int cell) {
    return lap << CURSOR_SHIFT | cell;
  }

  public static long cursorLap(long cursor) {
    return cursor >>> CURSOR_SHIFT;
  }

  public static int cursorCell(long cursor) {
    return (int) cursor & ((1 << CURSOR_SHIFT) - 1);
  }

  /// The same cell a lap before.
  public static long aLapBefore(long cursor) {
    return cursor - (1L << CURSOR_SHIFT);
  }

  /// The cursor after this one, in a queue of `cells` cells.
  public static long next(long cursor, int cells) {
    return cursorCell(cursor) + 1 == cells ? cursor(cursorLap(cursor) + 1, 0) : cursor + 1;
  }

  /// The words of all states, by number.
  public static String describe(long word) {
    String[] states = {"LOST", "FREE", "WRITING", "FULL", "READING", "REVOKED", "LATE", "DONE"};
    int state = state(word);
    return (state < states.length ? states[state] : "state " + state)
        + "(lap "
        + lap(word)
        + ", owner "
        + owner(word)
        + ", redelivered "
        + redelivered(word)
        + (isWanted(word) ? ", wanted)" : ")");
  }
}
