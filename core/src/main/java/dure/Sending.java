// SPDX-License-Identifier: Apache-2.0
package dure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a message is to be sent, beyond the plain `send`.
///
/// ```java
/// Receipt receipt = mailbox.send(bill, Sending.until(ACKNOWLEDGED).within(Duration.ofSeconds(5)));
/// ```
///
/// @param until what the send waits for
/// @param priority the higher goes first, in a mailbox of [Order#PRIORITY]
/// @param number what receivers may ask for, in a mailbox of [Order#NUMBER]; 0 for none
/// @param within how long to wait in all; null for as long as needed, zero for not at all
public record Sending(Until until, int priority, long number, @Nullable Duration within) {
  /// The plain send: until the message is accepted, as long as needed.
  public static final Sending PLAIN = new Sending(Until.ACCEPTED, 0, 0, null);

  /// @throws IllegalArgumentException if the number is negative
  public Sending {
    if (number < 0) {
      throw new IllegalArgumentException("a message's number is positive, not " + number);
    }
  }

  /// A send that waits for this, as long as needed.
  public static Sending until(Until until) {
    return new Sending(until, 0, 0, null);
  }

  /// The same, of this priority.
  public Sending priority(int priority) {
    return new Sending(until, priority, number, within);
  }

  /// The same, with this number, from 1 on.
  public Sending number(long number) {
    return new Sending(until, priority, number, within);
  }

  /// The same, waiting no longer than this in all.
  public Sending within(Duration within) {
    return new Sending(until, priority, number, within);
  }
}
