// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import org.jspecify.annotations.Nullable;

/// What a bridge has done so far, and what it does now.
///
/// @param route the mailboxes it joins
/// @param state what it does now
/// @param carried messages that the other mailbox has accepted and the first one was told of
/// @param repeated messages among them that came from the first mailbox for a second time, so that
///   the other mailbox may have them twice
/// @param trouble what the bridge waits for to pass, in words; null if there is nothing
public record BridgeStatus(
    Route route, State state, long carried, long repeated, @Nullable String trouble) {
  /// What a bridge does.
  public enum State {
    /// It has not begun.
    IDLE,
    /// It waits for messages, or for room for one.
    CARRYING,
    /// One of the mailboxes cannot be used now: the bridge tries again and again.
    RETRYING,
    /// It carries no more.
    ENDED
  }
}
