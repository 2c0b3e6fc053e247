// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.layout.SlotWord.DONE;
import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.LATE;
import static dure.layout.SlotWord.READING;
import static dure.layout.SlotWord.REVOKED;
import static dure.layout.SlotWord.WRITING;

import dure.Order;
import dure.inspect.CellSnapshot;
import dure.inspect.CellState;
import dure.layout.CellLayout;
import dure.layout.SlotWord;
import dure.raw.Words;
import java.lang.invoke.VarHandle;
import java.util.OptionalLong;

/// Reads one cell while others use it: what is known of its message counts only if the slot word is
/// the same afterwards.
final class CellReader {
  private static final int MOST_TRIES = 8;

  private final Header header;
  private final CellScan scan;
  private final ListenerPlaces listeners;
  private final ParticipantTable participants;
  private boolean overtaken;

  CellReader(
      Header header, CellScan scan, ListenerPlaces listeners, ParticipantTable participants) {
    this.header = header;
    this.scan = scan;
    this.listeners = listeners;
    this.participants = participants;
  }

  /// The id of the participant of an index; empty if there is none.
  OptionalLong id(int participant) {
    return participants.id(participant);
  }

  CellState state(int index, long word) {
    return switch (SlotWord.state(word)) {
      case FREE -> CellState.FREE;
      case WRITING -> CellState.WRITING;
      case FULL -> listeners.await(index, word) ? CellState.FULL : CellState.FREE;
      case READING -> CellState.READING;
      case REVOKED -> CellState.REVOKED;
      case LATE -> CellState.LATE;
      case DONE -> CellState.DONE;
      default -> CellState.DAMAGED;
    };
  }

  /// Whether a cell that was read has changed meanwhile, so that it is newer than the rest.
  boolean isOvertaken() {
    return overtaken;
  }

  /// @param first what its slot word was
  CellSnapshot read(int index, long first) {
    long word = first;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      CellSnapshot seen = seen(index, word, true);
      VarHandle.loadLoadFence(); // what was read is older than the second look
      long now = scan.word(index);
      if (now == word) {
        return seen;
      }
      word = now;
      overtaken = true;
    }
    return seen(index, word, false); // it changes too fast for anything but its word to be known
  }

  private CellSnapshot seen(int index, long word, boolean facts) {
    CellState state = state(index, word);
    boolean message =
        facts
            && switch (state) {
              case FULL, READING, LATE, DONE -> true;
              default -> false;
            };
    long at = scan.address(index);
    OptionalLong holder = isHeld(state) ? id(SlotWord.owner(word)) : OptionalLong.empty();
    return new CellSnapshot(
        index,
        state,
        message
            ? OptionalLong.of(Words.longPlain(at + CellLayout.POSITION))
            : position(index, word, state),
        holder,
        holder.isPresent() && participants.isDead(SlotWord.owner(word)),
        message ? OptionalLong.of(Words.longPlain(at + CellLayout.SENDER)) : OptionalLong.empty(),
        message ? Words.intPlain(at + CellLayout.MESSAGE_SIZE) : 0,
        SlotWord.redelivered(word),
        message ? Words.longPlain(at + CellLayout.NUMBER) : 0,
        message ? Words.intPlain(at + CellLayout.PRIORITY) : 0,
        SlotWord.isWanted(word),
        message ? beginning(at) : "");
  }

  /// A message that is not short lies elsewhere, where it may be gone by now.
  private static String beginning(long at) {
    int size = Words.intPlain(at + CellLayout.MESSAGE_SIZE);
    boolean inCell = size >= 0 && size <= CellLayout.SHORT_BYTES;
    return inCell ? Beginning.of(at + CellLayout.PAYLOAD, size) : "";
  }

  private static boolean isHeld(CellState state) {
    return switch (state) {
      case WRITING, READING, REVOKED, DONE -> true;
      default -> false;
    };
  }

  /// A free cell that a message of the past lies in is free for the lap after it.
  private OptionalLong position(int index, long word, CellState state) {
    if (header.order() != Order.ARRIVAL || state == CellState.DAMAGED) {
      return OptionalLong.empty();
    }
    boolean passed = state == CellState.FREE && SlotWord.state(word) != FREE;
    return OptionalLong.of((SlotWord.lap(word) + (passed ? 1 : 0)) * header.cells() + index);
  }
}
