// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SlotWord.DONE;
import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;

import dure.layout.SlotWord;

/// What the word of a cell becomes when the participant that has the cell is done with it.
final class SlotSteps {
  private SlotSteps() {}

  /// Free, for the next lap.
  static long freed(long word) {
    return SlotWord.of(FREE, 0, 0, SlotWord.lap(word) + 1);
  }

  /// Free; or done, if its sender waits to hear of it.
  static long released(long word) {
    return SlotWord.isWanted(word) ? SlotWord.with(word, DONE, 0) : freed(word);
  }

  /// There for the taking once more.
  static long putBack(long reading) {
    int redelivered = Math.min(SlotWord.redelivered(reading) + 1, SlotWord.MOST_REDELIVERED);
    return SlotWord.of(FULL, 0, redelivered, SlotWord.lap(reading)) | (reading & SlotWord.WANTED);
  }
}
