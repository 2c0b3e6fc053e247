// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import static dure.layout.SlotWord.WRITING;
import static dure.queue.Engine.NOT_NOW;

import dure.layout.SlotWord;
import dure.parking.Parking;
import java.util.function.IntPredicate;

/// One who listens at a lossy [Broadcast] and takes no part in it: it writes nothing there, so it
/// needs no right to, and nobody knows of it, waits for it, or is held up by it.
///
/// **Death.** Nothing stays behind of one. It cannot sweep up after others either: it goes past the
/// claim of a dead sender by itself, and leaves the rest to those who take part.
public final class ReadOnlyListener implements MessageSource {
  private static final long SUSPECT_NANOS = 1_000_000;

  private final Cells cells;
  private final IntPredicate isDead;
  private final BiasedLock turn;

  // Guarded by the turn.
  private final Walk walk;
  private long suspectAt;

  /// Begins at the end: it gets what is sent from now on.
  ///
  /// @param memory that is only read
  /// @param isDead tells whether a participant is dead, by the kernel's word
  public ReadOnlyListener(QueueMemory memory, Parking parking, IntPredicate isDead) {
    this.cells = new Cells(memory);
    this.isDead = isDead;
    this.turn = new BiasedLock(parking);
    this.walk = new Walk(memory, cells, true);
    walk.toEnd();
  }

  /// What there is to know of the message that was taken.
  public MessageView taken() {
    return walk;
  }

  /// The taken message is worked on for longer than a moment.
  public void keep() {
    turn.keep();
  }

  /// Takes the next message, or [Engine#NOT_NOW].
  public int tryTake() {
    if (!turn.tryEnter()) {
      return NOT_NOW;
    }
    int taken = NOT_NOW;
    try {
      taken = walk.next();
      if (taken == NOT_NOW && isLeftBehind(walk.seen())) {
        walk.pass();
        taken = walk.next();
      }
    } finally {
      if (taken == NOT_NOW) {
        turn.exit();
      }
    }
    return taken;
  }

  /// Whether the claim we stand before is a dead sender's. The look for death does not count unless
  /// the claim is still there afterwards: its sender may have published it and died then.
  private boolean isLeftBehind(long word) {
    long now = System.nanoTime();
    if (SlotWord.state(word) != WRITING
        || SlotWord.lapsAhead(word, walk.cursor()) != 0
        || now - suspectAt < 0) {
      return false;
    }
    suspectAt = now + SUSPECT_NANOS;
    return isDead.test(SlotWord.owner(word))
        && cells.wordAcquire(SlotWord.cursorCell(walk.cursor())) == word;
  }

  @Override
  public void release(int take) {
    walk.done();
    turn.exit();
  }

  @Override
  public void giveBack(int take) {
    walk.again();
    turn.exit();
  }
}
