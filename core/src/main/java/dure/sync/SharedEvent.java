// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.raw.Step;
import dure.raw.Steps;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// An event in shared memory: "there is new data". Plain shared memory does not say so by itself.
///
/// The event is a number that every raise counts up. A waiter says which number it has seen, and
/// sleeps until it is another: so no waiter misses an event that came before it, and any number of
/// readers can wait, each at its own pace. (The event count of Reed and Kanodia: advance, read,
/// await.)
///
/// ```java
/// long seen = event.count();          // reader: before it looks at the data
/// ... look at the data ...
/// seen = event.await(seen);           // sleeps if nothing was raised since
/// ```
///
/// A thread that has seen the number sees what was written before its [#raise]. Raising makes a
/// system call only if a thread sleeps. A process that is killed leaves nothing undone: if it had
/// raised the event without waking, sleepers see the new number within 50 ms.
public final class SharedEvent {
  /// How much memory it takes; at a multiple of eight.
  public static final long BYTES = 16;

  private static final long COUNT = 0;
  private static final long WAITERS_AT = 8;

  private final SharedWords words;
  private final Waiters waiters;

  private SharedEvent(MemorySegment memory, long offset) {
    this.words = SharedWords.at("SharedEvent", memory, offset, BYTES);
    this.waiters = new Waiters(words, WAITERS_AT);
  }

  /// The event at an offset of shared memory; zeros are one that was never raised.
  public static SharedEvent at(MemorySegment memory, long offset) {
    return new SharedEvent(memory, offset);
  }

  /// Raises the event, and wakes all waiters; returns how often it was raised by now.
  public long raise() {
    long count = words.longGetAndAdd(COUNT, 1) + 1; // SYNC: event-count (release side)
    Step.reached(Steps.EVENT_RAISED);
    waiters.wake(Waiters.ALL);
    return count;
  }

  /// How often it has been raised.
  public long count() {
    return words.longVolatile(COUNT); // SYNC: event-count (acquire side)
  }

  /// Waits until the count is another than `seen`, as long as needed; the new count.
  public long await(long seen) throws InterruptedException {
    return await(seen, Wait.within(null));
  }

  /// Waits until the count is another than `seen`, at most `within`; the count, which is `seen` if
  /// the time was over.
  public long await(long seen, Duration within) throws InterruptedException {
    return await(seen, Wait.within(within));
  }

  private long await(long seen, Wait wait) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long count = count();
    while (count == seen) {
      int event = waiters.announce();
      count = count();
      if (count == seen) {
        if (!wait.goesOn()) {
          return seen;
        }
        waiters.sleep(event, wait.remaining());
      }
    }
    return count;
  }
}
