// SPDX-License-Identifier: Apache-2.0
package dure.queue;

/// What has become of a message whose sender wants to know.
public enum SendState {
  /// It is in the mailbox and untaken.
  WAITING,
  /// A receiver has it, and is not done with it.
  TAKEN,
  /// A receiver is done with it.
  DONE,
  /// It came to nothing too often, and is no more: it was received, but never acknowledged.
  BURIED,
  /// Its sender took it back: no receiver ever had it.
  WITHDRAWN
}
