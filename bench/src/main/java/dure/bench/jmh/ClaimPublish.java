// SPDX-License-Identifier: Apache-2.0
package dure.bench.jmh;

import dure.Claim;
import dure.Mailbox;
import dure.Receivers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The sender's half alone: many claims published in a row, and received outside the measured time.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // the fields are set by open
public class ClaimPublish {
  private static final int MESSAGES = 4096;
  private static final int BYTES = 64;

  /// Which engine.
  @Param({"PAIR", "ANY"})
  public Receivers receivers;

  private Mailbox mailbox;

  /// Makes a mailbox.
  @Setup
  public void open() {
    mailbox = Box.of(receivers, MESSAGES, BYTES);
  }

  /// Removes it.
  @TearDown
  public void close() {
    mailbox.close();
  }

  /// Receives what was sent. An invocation is long enough for the pause not to count.
  @Setup(Level.Invocation)
  public void empty() {
    while (mailbox.tryReceiveInPlace(message -> {})) {
      // until there is none
    }
  }

  /// Claims, writes a word at either end, publishes.
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public void claimAndPublish() throws InterruptedException {
    for (int i = 0; i < MESSAGES; i++) {
      try (Claim claim = mailbox.claim(BYTES)) {
        claim.putLong(0, i).putLong(BYTES - Long.BYTES, i).publish();
      }
    }
  }
}
