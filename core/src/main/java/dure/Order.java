// SPDX-License-Identifier: Apache-2.0
package dure;

/// In which order a mailbox hands out its messages.
public enum Order {
  /// As they came. The fastest.
  ARRIVAL,
  /// The higher priority first, and as they came within a priority, as a POSIX message queue does.
  /// See [Sending#priority].
  PRIORITY,
  /// As they came, unless the receiver asks for a number, as with a System V message queue. See
  /// [Sending#number] and [Mailbox#receive(Choice)].
  NUMBER
}
