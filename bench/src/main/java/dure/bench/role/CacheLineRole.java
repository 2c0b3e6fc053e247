// SPDX-License-Identifier: Apache-2.0
package dure.bench.role;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// The bare cache line between the two processes of a run: a word there, a word back. Nothing that
/// passes messages can be quicker, so this is what round trips are compared with, and how it is
/// noticed when the hypervisor moves a processor.
///
/// The page it lies in also carries the driver's wish that a stream pauses.
public final class CacheLineRole {
  /// The page, in bytes.
  public static final int BYTES = 4096;

  private static final VarHandle WORD = JAVA_LONG.varHandle().withInvokeExactBehavior();

  // Each on a pair of lines of its own: processors fetch lines in pairs.
  private static final long THERE = 0;
  private static final long BACK = 128;
  private static final long PAUSE = 256;

  private static final long LEAVE = 1L << 63;
  private static final int BATCHES = 20;
  private static final int TRIPS = 100;

  private final MemorySegment page;
  private final double[] batches = new double[BATCHES];
  private long sent;

  /// @param page of [#BYTES] zeroes that both processes map
  CacheLineRole(MemorySegment page) {
    this.page = page;
  }

  /// The driver: how long a trip takes, in nanoseconds; the median of batches, so that the clock is
  /// read rarely.
  double probe() {
    for (int batch = 0; batch < BATCHES; batch++) {
      long began = System.nanoTime();
      for (int trip = 0; trip < TRIPS; trip++) {
        send(++sent);
      }
      batches[batch] = (double) (System.nanoTime() - began) / TRIPS;
    }
    Arrays.sort(batches);
    return batches[BATCHES / 2];
  }

  /// The driver: lets the partner go on to what is measured.
  void leave() {
    send(++sent | LEAVE);
  }

  private void send(long value) {
    WORD.setRelease(page, THERE, value);
    while ((long) WORD.getAcquire(page, BACK) != value) {
      Thread.onSpinWait();
    }
  }

  /// The partner: answers until the driver leaves.
  void answer() {
    long last = (long) WORD.getAcquire(page, BACK);
    do {
      long value;
      while ((value = (long) WORD.getAcquire(page, THERE)) == last) {
        Thread.onSpinWait();
      }
      last = value;
      WORD.setRelease(page, BACK, value);
    } while (last >= 0);
  }

  /// The driver: whether the stream is to pause.
  void pause(boolean paused) {
    WORD.setRelease(page, PAUSE, paused ? 1L : 0L);
  }

  /// The partner: whether the stream is to pause.
  boolean isPaused() {
    return (long) WORD.getAcquire(page, PAUSE) != 0;
  }
}
