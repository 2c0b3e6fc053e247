// SPDX-License-Identifier: Apache-2.0
package dure.bench.jmh;

import dure.Claim;
import dure.Mailbox;
import dure.Message;
import dure.MessageHandler;
import dure.Receivers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
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

/// A message sent and received by the same thread.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // the fields are set by open
public class SendReceive {
  private static final int MESSAGES = 64;

  /// Which engine.
  @Param({"PAIR", "ANY"})
  public Receivers receivers;

  /// The length of a message.
  @Param({"64", "1024", "65536"})
  public int bytes;

  private Mailbox mailbox;
  private byte[] message;
  private MemorySegment buffer;
  private MessageHandler<RuntimeException> reader;
  private long read;

  /// Makes a mailbox.
  @Setup
  public void open() {
    mailbox = Box.of(receivers, MESSAGES, bytes);
    message = new byte[bytes];
    buffer = Arena.ofAuto().allocate(bytes);
    reader = inPlace -> read += inPlace.getLong(0) + inPlace.getLong(bytes - Long.BYTES);
  }

  /// Removes it.
  @TearDown
  public void close() {
    mailbox.close();
  }

  /// Copied in, and out into a buffer that is used again.
  @Benchmark
  public long copying() throws InterruptedException {
    mailbox.send(message);
    return mailbox.receiveInto(buffer);
  }

  /// Copied in, and out into a message that may be kept.
  @Benchmark
  public Message copyingToKeep() throws InterruptedException {
    mailbox.send(message);
    return mailbox.receive();
  }

  /// Written and read where it lies: a word at either end.
  @Benchmark
  public long inPlace() throws InterruptedException {
    try (Claim claim = mailbox.claim(bytes)) {
      claim.putLong(0, 1).putLong(bytes - Long.BYTES, 1).publish();
    }
    mailbox.receiveInPlace(reader);
    return read;
  }
}
