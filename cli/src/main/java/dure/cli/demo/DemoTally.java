// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.cli.demo.Note.Event;
import java.util.BitSet;
import java.util.function.Consumer;

/// How much has arrived so far, each piece counted once.
final class DemoTally implements Consumer<Note> {
  private final Plan plan;
  private final BitSet arrived;
  private long bytes;

  DemoTally(Plan plan) {
    this.plan = plan;
    this.arrived = new BitSet(plan.count());
  }

  @Override
  public void accept(Note note) {
    if (note.event() == Event.WRITTEN && !arrived.get(note.piece())) {
      arrived.set(note.piece());
      bytes += plan.length(note.piece());
    }
  }

  /// The bytes of the pieces that have arrived.
  long bytes() {
    return bytes;
  }

  /// The part of the file that has arrived, from 0 to 1.
  double share() {
    return (double) bytes / plan.fileBytes();
  }
}
