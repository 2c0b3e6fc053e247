// SPDX-License-Identifier: Apache-2.0
package dure.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import dure.Address;
import dure.InvalidNameException;
import dure.Mailbox;
import dure.Message;
import dure.Sending;
import dure.Until;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// A message of a dead-letter mailbox: the message itself, and what is known of its way there.
///
/// In the mailbox it is an [Envelope]: the headers of this class, and behind them the bytes of the
/// message as its sender sent it. So `Codecs.envelope(codec)` reads it too. A message is a dead
/// letter by these headers alone, so one that was moved on still is.
///
/// @param origin the mailbox in which its deliveries came to nothing
/// @param attempts how often it was delivered there
/// @param buried when it came to the dead letters
/// @param body the message as it was sent; valid as long as the message that it is part of
public record DeadLetter(Address origin, int attempts, Instant buried, Message body) {
  /// The address of the origin, among the headers.
  public static final String FROM = "dead-letter-from";

  /// The number of attempts, among the headers.
  public static final String ATTEMPTS = "dead-letter-attempts";

  /// When it came to the dead letters, as [Instant] writes it, among the headers.
  public static final String AT = "dead-letter-at";

  /// How the headers begin, which are in the order of their keys.
  private static final byte[] BEGINNING = (AT + ": ").getBytes(UTF_8);

  /// More than these headers can take.
  private static final int MOST_HEADERS = 4096;

  /// A message as a dead letter; empty if it is none, or one that was moved as it was because there
  /// was no room for the headers.
  public static Optional<DeadLetter> of(Message message) {
    if (!mayBeOne(message)) {
      return Optional.empty();
    }
    int length = message.getInt(0);
    byte[] headers = new byte[length];
    message.copyTo(Integer.BYTES, headers, 0, length);
    try {
      return read(
          Headers.parse(new String(headers, UTF_8)), message.slice(Integer.BYTES + (long) length));
    } catch (IllegalArgumentException | DateTimeException | InvalidNameException another) {
      return Optional.empty();
    }
  }

  /// Without reading more than the beginning: most messages are none.
  private static boolean mayBeOne(Message message) {
    long room = message.size() - Integer.BYTES;
    if (room < BEGINNING.length) {
      return false;
    }
    int length = message.getInt(0);
    if (length < BEGINNING.length || length > Math.min(room, MOST_HEADERS)) {
      return false;
    }
    for (int at = 0; at < BEGINNING.length; at++) {
      if (message.getByte(Integer.BYTES + (long) at) != BEGINNING[at]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<DeadLetter> read(Headers headers, Message body) {
    String from = headers.get(FROM);
    String attempts = headers.get(ATTEMPTS);
    return from == null || attempts == null
        ? Optional.empty()
        : Optional.of(
            new DeadLetter(
                Address.of(from),
                Integer.parseInt(attempts),
                Instant.parse(Objects.requireNonNull(headers.get(AT))),
                body));
  }

  /// Sends a message to the dead letters, with headers if they fit, else as it is; whether it was
  /// accepted.
  ///
  /// @param deadLetters where to
  /// @param origin the mailbox in which its deliveries came to nothing
  /// @param attempts how often it was delivered there
  /// @param body the message
  /// @param how it is sent
  public static boolean send(
      Mailbox deadLetters, Address origin, int attempts, MemorySegment body, Sending how)
      throws InterruptedException {
    byte[] headers = headers(origin, attempts).text().getBytes(UTF_8);
    long size = Integer.BYTES + headers.length + body.byteSize();
    if (size > deadLetters.settings().messageSize()) {
      return deadLetters.send(body, how).reached(Until.ACCEPTED);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment whole = arena.allocate(size);
      whole.set(JAVA_INT_UNALIGNED, 0, headers.length);
      MemorySegment.copy(headers, 0, whole, JAVA_BYTE, Integer.BYTES, headers.length);
      MemorySegment.copy(body, 0, whole, size - body.byteSize(), body.byteSize());
      return deadLetters.send(whole, how).reached(Until.ACCEPTED);
    }
  }

  private static Headers headers(Address origin, int attempts) {
    return Headers.of(FROM, origin.toString())
        .with(ATTEMPTS, Integer.toString(attempts))
        .with(AT, Instant.now().toString());
  }
}
