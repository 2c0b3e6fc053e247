// SPDX-License-Identifier: Apache-2.0
package dure.bench.claims;

import dure.Mailbox;
import dure.Message;
import dure.NoSuchMailboxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One process of a run. It creates what it is to create and says so, opens what it is to open and
/// says so, and does its part when it is told to go.
final class Party {
  /// A message of one byte is the last.
  private static final int LAST = 1;

  private static final long WORK_NANOS = 20_000;
  private static final long TICK_NANOS = 10_000_000; // the kernel's USER_HZ is 100
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ClaimRole part;
  private final @Nullable Mailbox own;
  private final @Nullable Mailbox other;
  private long all;
  private long refused;

  private Party(ClaimRole part, @Nullable Mailbox own, @Nullable Mailbox other) {
    this.part = part;
    this.own = own;
    this.other = other;
  }

  /// Plays a part.
  ///
  /// @param arguments see [ClaimRole#arguments()]
  public static void main(String[] arguments) throws IOException, InterruptedException {
    ClaimRole part = ClaimRole.of(arguments);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Mailbox own =
        part.creates().isEmpty() ? null : part.mechanism().create(part.creates(), part.bytes());
    say("created", input);
    Mailbox other = part.opens().isEmpty() ? null : Mailbox.open(part.opens());
    say("opened", input);
    long[] began = processorTime();
    Party party = new Party(part, own, other);
    Figures figures = party.play();
    long[] ended = processorTime();
    System.out.println(
        new Figures(
                figures.count(),
                figures.nanos(),
                party.all,
                party.refused,
                ended[1] - began[1],
                ended[0] - began[0])
            .line());
    System.out.flush();
    String _ = input.readLine(); // others may still need what this process owns
    close(own, part.creates());
    Runtime.getRuntime().halt(0);
  }

  private static void say(String word, BufferedReader input) throws IOException {
    System.out.println(word);
    System.out.flush();
    if (input.readLine() == null) {
      Runtime.getRuntime().halt(1);
    }
  }

  private static void close(@Nullable Mailbox own, String address) {
    if (own != null) {
      try {
        Mailbox.delete(address);
      } catch (NoSuchMailboxException gone) {
        // then it is
      }
    }
  }

  /// User and system time of this process so far.
  private static long[] processorTime() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new long[] {
      Long.parseLong(words[11]) * TICK_NANOS, Long.parseLong(words[12]) * TICK_NANOS
    };
  }

  private Figures play() throws InterruptedException {
    return switch (part.role()) {
      case PING -> ping();
      case PONG -> pong();
      case SEND, TRANSFER, TRY -> send();
      case RECEIVE, LABOUR -> receive();
    };
  }

  /// The mailbox to receive from: the own one if there is one.
  private Mailbox from() {
    return own != null ? own : java.util.Objects.requireNonNull(other);
  }

  private Mailbox to() {
    return other != null ? other : java.util.Objects.requireNonNull(own);
  }

  private Figures ping() throws InterruptedException {
    byte[] message = new byte[part.bytes()];
    long warm = System.nanoTime() + part.warmUpMillis() * 1_000_000L;
    while (System.nanoTime() - warm < 0) {
      trip(message);
    }
    long began = System.nanoTime();
    long end = began + part.millis() * 1_000_000L;
    long count = 0;
    do {
      trip(message);
      count++;
    } while (System.nanoTime() - end < 0);
    long nanos = System.nanoTime() - began;
    to().send(new byte[LAST]);
    return figures(count, nanos);
  }

  private void trip(byte[] message) throws InterruptedException {
    to().send(message);
    Message answer = from().receive(PATIENCE);
    if (answer == null) {
      throw new IllegalStateException("no answer within " + PATIENCE);
    }
    all++;
  }

  private Figures pong() throws InterruptedException {
    byte[] answer = new byte[part.bytes()];
    while (from().receive().size() != LAST) {
      to().send(answer);
      all++;
    }
    return figures(all, 1);
  }

  private Figures send() throws InterruptedException {
    byte[] message = new byte[part.bytes()];
    MemorySegment segment = MemorySegment.ofArray(message);
    long warm = System.nanoTime() + part.warmUpMillis() * 1_000_000L;
    long end = warm + part.millis() * 1_000_000L;
    long began = System.nanoTime();
    while (System.nanoTime() - end < 0) {
      sendOne(segment, message);
      all++;
    }
    long nanos = System.nanoTime() - began;
    to().send(new byte[LAST]);
    return figures(all, nanos);
  }

  private void sendOne(MemorySegment segment, byte[] message) throws InterruptedException {
    if (part.mechanism().isInPlace()) {
      try (var claim = to().claim(segment.byteSize())) {
        claim.segment().fill((byte) 1);
        claim.publish();
      }
    } else if (part.role() == ClaimRole.Role.TRANSFER) {
      to().transfer(message);
    } else if (part.role() == ClaimRole.Role.SEND) {
      to().send(segment);
    } else if (!to().trySend(segment)) {
      refused++;
    }
  }

  /// What came in the warm-up does not count.
  private Figures receive() throws InterruptedException {
    long before = 0;
    long began = 0;
    long warm = 0;
    while (receiveOne()) {
      all++;
      long now = System.nanoTime();
      if (all == 1) {
        warm = now + part.warmUpMillis() * 1_000_000L;
      }
      if (began == 0 && now - warm >= 0) {
        began = now;
        before = all;
      }
      if (part.role() == ClaimRole.Role.LABOUR) {
        work(now);
      }
    }
    return figures(all - before, Math.max(1, System.nanoTime() - began));
  }

  private boolean receiveOne() throws InterruptedException {
    if (!part.mechanism().isInPlace()) {
      return from().receive().size() != LAST;
    }
    long[] size = new long[1];
    from().receiveInPlace(message -> size[0] = message.size());
    return size[0] != LAST;
  }

  private static void work(long began) {
    while (System.nanoTime() - began < WORK_NANOS) {
      Thread.onSpinWait();
    }
  }

  private Figures figures(long count, long nanos) {
    return new Figures(count, nanos, all, refused, 0, 0);
  }
}
