// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import dure.Address;
import dure.Message;
import dure.Transport;
import java.util.List;

/// The messages of a mailbox as they pass, read without being taken: nobody has to wait for an
/// observer, so one that looks too seldom misses some and is told how many.
///
/// For one thread at a time.
public interface Trail extends AutoCloseable {
  /// Begins with the next message that is sent.
  ///
  /// @param address as [dure.Mailbox#open] takes it
  /// @throws UnsupportedOperationException where messages leave no trail: then it says why
  /// @throws dure.NoSuchMailboxException if there is none
  static Trail of(String address) {
    Address of = Address.of(address);
    if (Transport.of(of) instanceof Inspectable inspectable) {
      return inspectable.follow(of);
    }
    throw new UnsupportedOperationException(
        "mailbox '" + address + "': its messages are not in memory that others can read");
  }

  /// Copies of the messages that have been accepted since the last call, in their order; none if
  /// there are none. Never waits. [Message#missed] of a message tells how many passed unseen just
  /// before it.
  ///
  /// @throws dure.MailboxDeletedException if the mailbox has been deleted
  /// @throws dure.OwnerGoneException if its owner has ended
  /// @throws dure.DamagedMailboxException if it is damaged
  List<Message> next();

  @Override
  void close();
}
