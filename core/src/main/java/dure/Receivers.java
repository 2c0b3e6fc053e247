// SPDX-License-Identifier: Apache-2.0
package dure;

/// Who receives when several processes share a mailbox.
public enum Receivers {
  /// The link has at most two processes, one sending and one receiving; the third to open it is
  /// refused. The fastest path.
  PAIR,
  /// Any number of senders and receivers; each message goes to exactly one of the receivers.
  ANY
}
