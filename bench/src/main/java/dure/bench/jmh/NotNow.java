// SPDX-License-Identifier: Apache-2.0
package dure.bench.jmh;

import dure.Mailbox;
import dure.Message;
import dure.Receivers;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Calls that find nothing to do and say so.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // the fields are set by open
public class NotNow {
  private static final int MESSAGES = 64;
  private static final int BYTES = 64;

  /// Which engine.
  @Param({"PAIR", "ANY"})
  public Receivers receivers;

  private final byte[] message = new byte[BYTES];
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

  /// The first calls fill the mailbox, all others find it full.
  @Benchmark
  public boolean trySendFull() {
    return mailbox.trySend(message);
  }

  /// A mailbox to which no sender ever sends.
  @Benchmark
  public @Nullable Message tryReceiveEmpty() {
    return mailbox.tryReceive();
  }
}
