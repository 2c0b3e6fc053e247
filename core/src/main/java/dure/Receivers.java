// SPDX-License-Identifier: Apache-2.0
package dure;

/// Who receives when several processes share a mailbox.
public enum Receivers {
  /// The link has at most two processes, one sending and one receiving; the third to open it is
  /// refused. The fastest path.
  ///
  /// A process that owns the mailbox is not counted: it can hold the link for two others. Should it
  /// send or receive itself, that end is its own, as an end belongs to the first process at it.
  PAIR,
  /// One process at a time may receive; the next waits, and takes over when the first closes the
  /// mailbox or dies.
  ONE,
  /// Any number of senders and receivers; each message goes to exactly one of the receivers.
  /// Waiting receivers are served in turn.
  ANY,
  /// As [#ANY], but the waiting receiver of the highest rank gets it, and within a rank the one
  /// that waits longest (see [MailboxBuilder#rank]).
  RANKED,
  /// Every listener gets each message that is sent after it began to listen, which is when it
  /// opened the mailbox with [MailboxBuilder#listening] or first received. The slowest holds the
  /// senders back; or, with [WhenFull#DROP_OLDEST], loses the oldest and is told how many. Then who
  /// may only read can listen too (see [MailboxBuilder#readOnly]).
  ALL
}
