// SPDX-License-Identifier: Apache-2.0
package dure;

/// What a send waits for.
public enum Until {
  /// The message is in the mailbox and survives its sender.
  ACCEPTED,
  /// A receiver has taken it.
  RECEIVED,
  /// A receiver has given it back as done: its `receive` or its handler has returned, or it
  /// acknowledged a [Delivery].
  ACKNOWLEDGED
}
