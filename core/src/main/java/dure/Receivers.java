// SPDX-License-Identifier: Apache-2.0
package dure;

/// Who receives when several processes share a mailbox.
public enum Receivers {
  /// The link has at most two processes, one sending and one receiving; the third to open it is
  /// refused. The fastest path.
  ///
  /// A process that owns the mailbox is not counted: it can hold the link for two others. Should it
  /// send or receive itself, that end is its own, as it is anybody's who is the first at it.
  PAIR,
  /// Any number of senders and receivers; each message goes to exactly one of the receivers.
  ANY
}
