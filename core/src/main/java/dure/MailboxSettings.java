// SPDX-License-Identifier: Apache-2.0
package dure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What the creator of a mailbox chose.
///
/// @param capacity how many messages it holds
/// @param messageSize the longest message, in bytes
/// @param receivers who receives when several share it
/// @param order in which order its messages are handed out
/// @param whenFull what happens to the next message when it is full
/// @param owner how long it lives
/// @param mode Unix permission bits: reading to look at it, reading and writing to take part
/// @param group the group the bits speak of, by name or number; empty for the creator's own
/// @param patience how long a claim, or a process that stopped in the middle of a send, may hold
///   others up before they go past it
/// @param participants how many processes can have it open at once
/// @param attempts after so many deliveries that came to nothing a message goes to the dead-letter
///   mailbox; 0 for never
/// @param deadLetters the address of that mailbox; empty if there is none
/// @param maxInFlight how many deliveries one handle may have in hand; 0 for any number
public record MailboxSettings(
    Capacity capacity,
    long messageSize,
    Receivers receivers,
    Order order,
    WhenFull whenFull,
    Owner owner,
    int mode,
    String group,
    Duration patience,
    int participants,
    int attempts,
    String deadLetters,
    int maxInFlight) {

  // Before the default choices, which it is a limit of as of all others.

  /// The longest patience.
  public static final Duration LONGEST_PATIENCE = Duration.ofHours(1);

  /// The choices of a creator who made none: 64 messages of up to 64 KiB, any number of receivers,
  /// kept until deleted, for this user alone.
  public static final MailboxSettings DEFAULT =
      new MailboxSettings(
          Capacity.DEFAULT,
          64 << 10,
          Receivers.ANY,
          Order.ARRIVAL,
          WhenFull.WAIT,
          Owner.SYSTEM,
          0600,
          "",
          Duration.ofMillis(100),
          128,
          0,
          "",
          0);

  /// The largest message a mailbox can be created for.
  public static final long LARGEST_MESSAGE = 1L << 30;

  /// The most processes that can have one mailbox open.
  public static final int MOST_PARTICIPANTS = 1023;

  /// The most deliveries that are counted.
  public static final int MOST_ATTEMPTS = 15;

  /// The longest address of a dead-letter mailbox, in bytes.
  public static final int LONGEST_ADDRESS = 192;

  public MailboxSettings {
    require(
        messageSize >= 1 && messageSize <= LARGEST_MESSAGE,
        "a message size is from 1 to " + LARGEST_MESSAGE + " bytes, not " + messageSize);
    require(
        (mode & ~0777) == 0,
        "a mode is of nine permission bits, not " + Integer.toOctalString(mode));
    require(
        !patience.isNegative() && patience.compareTo(LONGEST_PATIENCE) <= 0,
        "patience is from 0 to 1 hour, not " + patience);
    require(
        participants >= 1 && participants <= MOST_PARTICIPANTS,
        "participants are from 1 to " + MOST_PARTICIPANTS + ", not " + participants);
    require(
        attempts >= 0 && attempts <= MOST_ATTEMPTS,
        "attempts are from 1 to " + MOST_ATTEMPTS + ", or 0 for any number, not " + attempts);
    require(
        (attempts == 0) == deadLetters.isEmpty(),
        "a number of attempts and a dead-letter mailbox go together: say both or neither");
    require(
        deadLetters.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ADDRESS,
        "the address of a dead-letter mailbox has at most " + LONGEST_ADDRESS + " bytes");
    require(
        receivers != Receivers.ALL
            || (capacity instanceof Capacity.Bounded && order == Order.ARRIVAL && attempts == 0),
        "where all receive everything, messages are kept for the slowest, in their order, and no"
            + " other listener could get what one gives back: create it with a bounded capacity,"
            + " the order of arrival, and without dead letters");
    require(
        !(capacity instanceof Capacity.Unbounded)
            || (order == Order.ARRIVAL && whenFull == WhenFull.WAIT),
        "an unbounded mailbox hands its messages out as they came, and is never full: create it"
            + " with a bounded capacity to put them in another order or to drop some");
    require(maxInFlight >= 0, "a bound on deliveries in hand cannot be negative");
    require(
        !(capacity instanceof Capacity.Zero) || order == Order.ARRIVAL,
        "a mailbox of capacity zero never holds two messages that could be put in another order:"
            + " create it with a capacity, or without an order");
    require(
        !(capacity instanceof Capacity.Zero)
            || whenFull == WhenFull.WAIT
            || whenFull == WhenFull.REFUSE,
        "a mailbox of capacity zero never holds a message that could be dropped: create it with"
            + " 'wait' or 'refuse'");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
