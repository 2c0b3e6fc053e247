// SPDX-License-Identifier: Apache-2.0
package dure;

import java.util.OptionalLong;

/// What a sender knows of its message when the send has returned.
///
/// @param outcome what had become of it
/// @param receiver the participant that took it, by [Message#sender()]'s numbers, if it is known
///   that one did
public record Receipt(Outcome outcome, OptionalLong receiver) {
  /// A receipt that names no receiver.
  public static Receipt of(Outcome outcome) {
    return new Receipt(outcome, OptionalLong.empty());
  }

  /// What had become of a message. The order is that of the way it goes.
  public enum Outcome {
    /// It is not in the mailbox and no receiver has had it: there was no room in time, or it was
    /// withdrawn because no receiver took it in time.
    NOT_SENT,
    /// It is in the mailbox. When more was asked for than that, a receiver had it in hand, died or
    /// gave it back, and it waits for the next.
    ACCEPTED,
    /// A receiver has taken it, and has not said that it is done with it.
    RECEIVED,
    /// A receiver has said that it is done with it.
    ACKNOWLEDGED
  }

  /// Whether it came at least as far as this.
  public boolean reached(Until until) {
    return switch (until) {
      case ACCEPTED -> outcome != Outcome.NOT_SENT;
      case RECEIVED -> outcome == Outcome.RECEIVED || outcome == Outcome.ACKNOWLEDGED;
      case ACKNOWLEDGED -> outcome == Outcome.ACKNOWLEDGED;
    };
  }
}
