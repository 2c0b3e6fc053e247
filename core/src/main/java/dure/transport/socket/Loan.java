// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Capacity;
import dure.MailboxSettings;

/// Room that is lent to one guest, as the host counts it. Only the thread that reads the connection
/// uses it, but for [#recall].
final class Loan {
  private static final int MOST = 4096;

  /// What recalling a loan comes to.
  enum Recall {
    /// There is nothing to call back.
    NOTHING,
    /// The guest has been told, or is told as soon as it knows of the loan.
    UNDER_WAY,
    /// The guest is to be told.
    TELL
  }

  private final long least;

  private long streamed;
  private long limit;
  private long begun;
  private long lookFrom;
  private boolean owesWord;

  // Guarded by this.
  private int number;
  private boolean out;
  private boolean granting;
  private boolean recalled;

  Loan(MailboxSettings settings) {
    int capacity = settings.capacity() instanceof Capacity.Bounded bounded ? bounded.messages() : 0;
    this.least = Math.max(2, capacity / 8);
  }

  /// A message has come for this loan.
  ///
  /// @throws IllegalArgumentException if there is no such loan, or no room left in it
  synchronized void requireLent(int loan) {
    if (!out || loan != number || streamed >= limit) {
      throw new IllegalArgumentException(
          "a message came into room that was not lent: of loan " + loan + ", message " + streamed);
    }
  }

  /// It is in the mailbox.
  ///
  /// @param told whether its sender waits for word of that
  void accepted(boolean told) {
    streamed++;
    owesWord |= told;
  }

  long streamed() {
    return streamed;
  }

  long limit() {
    return limit;
  }

  synchronized int number() {
    return number;
  }

  synchronized boolean isOut() {
    return out;
  }

  /// Whether half of what was lent is used, and it has not been called back.
  synchronized boolean isToBeRenewed() {
    return out && !recalled && streamed >= lookFrom;
  }

  /// The host is about to lend, or to lend more: from here to [#settled] a recall is only noted.
  synchronized void begin() {
    granting = true;
    recalled = out && recalled;
  }

  /// Whether the guest waits for word of what was accepted.
  boolean owesWord() {
    return owesWord;
  }

  /// It gets it now.
  void told() {
    owesWord = false;
  }

  /// Lends more room, or anew: whether it is worth telling the guest.
  ///
  /// @param room in the mailbox
  synchronized boolean grant(long room) {
    long more = streamed + Math.min(room, MOST) - (out ? limit : streamed);
    if (more < least || recalled) {
      lookFrom = streamed + Math.max(1, (limit - streamed) / 2);
      return false;
    }
    if (!out) {
      number++;
      out = true;
      begun = streamed;
      limit = streamed;
    }
    limit += more;
    lookFrom = streamed + (limit - streamed) / 2;
    return true;
  }

  /// The guest knows what it has been lent; true if it is to be told now that it is called back.
  synchronized boolean settled() {
    granting = false;
    return out && recalled;
  }

  /// Calls it back.
  synchronized Recall recall() {
    if (!out && !granting) {
      return Recall.NOTHING;
    }
    boolean first = !recalled;
    recalled = true;
    return first && !granting ? Recall.TELL : Recall.UNDER_WAY;
  }

  /// The guest has given it back; false if there was none.
  synchronized boolean end() {
    boolean was = out;
    out = false;
    return was;
  }

  long used() {
    return streamed - begun;
  }

  boolean isExhausted() {
    return streamed == limit;
  }
}
