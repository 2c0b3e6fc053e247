// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.linux.Errno;
import dure.linux.Futex;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/// Several words to sleep on at once, until any of them is woken. Filled anew by [Parking#add]
/// before each sleep, and emptied by it; to be used again, by one thread at a time.
public final class WordSet {
  /// As many as the kernel takes, less the one that the [FutexPoller] needs for itself, so that
  /// both kinds of threads can wait for as many.
  public static final int MOST = Futex.MOST_WORDS - 1;

  /// How often to look where the kernel cannot wait for several words.
  private static final long LOOK_NANOS = 1_000_000L;

  /// Longer than any program runs; beyond it, a time to come would be one that has passed.
  private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

  private final Futex.Words words = new Futex.Words();
  private final @Nullable Object[] memories;
  private final long[] addresses;
  private final int[] expected;
  private int count;

  /// @param most how many words at most, up to [#MOST]
  public WordSet(int most) {
    if (most > MOST) {
      throw new IllegalArgumentException(most + " words are more than " + MOST);
    }
    memories = new @Nullable Object[most];
    addresses = new long[most];
    expected = new int[most];
  }

  /// @param memory kept reachable until the words are emptied, so that the word stays mapped
  void add(Object memory, long address, int expectedValue) {
    memories[count] = memory;
    addresses[count] = address;
    expected[count] = expectedValue;
    count++;
  }

  int count() {
    return count;
  }

  Object memory(int index) {
    Object memory = memories[index];
    return memory == null ? this : memory;
  }

  long address(int index) {
    return addresses[index];
  }

  int expected(int index) {
    return expected[index];
  }

  /// Sleeps while all words are as expected, at most `nanos`, and forgets them. Returns when one is
  /// woken, when the time is over, when the thread is interrupted (its status is kept; a platform
  /// thread notices it at the end of its sleep), or for no reason at all: the caller looks again.
  public void park(long nanos) {
    try {
      if (!Thread.currentThread().isInterrupted() && nanos > 0) {
        if (Thread.currentThread().isVirtual()) {
          FutexPoller.sleep(this, nanos);
        } else {
          parkInKernel(nanos);
        }
      }
    } finally {
      Reference.reachabilityFence(memories);
      forget();
    }
  }

  private void parkInKernel(long nanos) {
    for (int i = 0; i < count; i++) {
      words.put(i, addresses[i], expected[i]);
    }
    int result = Futex.waitAny(words, count, System.nanoTime() + Math.min(nanos, LONGEST_NANOS));
    if (result < 0
        && !Errno.EAGAIN.is(result)
        && !Errno.ETIMEDOUT.is(result)
        && !Errno.EINTR.is(result)) {
      // A kernel older than 5.16, or one that is told to refuse the call.
      Futex.wait(addresses[0], expected[0], Math.min(nanos, LOOK_NANOS));
    }
  }

  /// Empties them without a sleep.
  public void forget() {
    for (int i = 0; i < count; i++) {
      memories[i] = null;
    }
    count = 0;
  }
}
