// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// The bare cache line: one word, overwritten by the next. Shows what Java adds to it in C.
record LinePeer(String name, String meaning) implements Peer {
  private static final VarHandle WORD = JAVA_LONG.varHandle().withInvokeExactBehavior();

  // A word is the number of a message, counted from one: zero is none.
  private static final long ONE = 1;

  @Override
  public String rival() {
    return name;
  }

  @Override
  public boolean queues() {
    return false;
  }

  @Override
  public void create(PeerPlace place) {
    place.createFile(Long.BYTES);
  }

  @Override
  public Sender sender(PeerPlace place) {
    MemorySegment word = place.mapFile();
    return number -> WORD.setRelease(word, 0L, number + ONE);
  }

  @Override
  public Receiver receiver(PeerPlace place, Tally tally) {
    MemorySegment word = place.mapFile();
    return new Receiver() {
      private long latest;

      @Override
      public void receive() {
        long value;
        while ((value = (long) WORD.getAcquire(word, 0L)) == latest) {
          Thread.onSpinWait();
        }
        latest = value;
        long number = value - ONE;
        tally.note(number, 0, ~number);
      }
    };
  }

  @Override
  public void remove(PeerPlace place) {
    place.removeFile();
  }
}
