// SPDX-License-Identifier: Apache-2.0
package dure;

/// A message that its receiver has in hand until it says what came of it.
///
/// It may be passed to another thread, and kept as long as the process lives and has the mailbox
/// open: there is no time limit, and a process that is merely stopped keeps it. If the process dies
/// or closes the mailbox first, the message is delivered to another at once, and says so. Saying
/// twice does nothing.
public interface Delivery extends AutoCloseable {
  /// The message, a copy that may be kept.
  Message message();

  /// Says that the work is done: the message is gone, and a sender that waits for it is told.
  ///
  /// @throws MailboxClosedException if this process closed the mailbox before; the message went to
  ///   another
  void acknowledge();

  /// Gives the message back to be delivered again, perhaps to another.
  void giveBack();

  /// Gives the message back unless it was acknowledged.
  @Override
  void close();
}
