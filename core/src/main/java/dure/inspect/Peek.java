// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import dure.Address;
import dure.Mailbox;
import dure.Message;
import dure.Transport;
import java.util.List;

/// Messages looked at without being taken.
public final class Peek {
  private Peek() {}

  /// Copies of the first messages that nobody has taken, in the order in which they would be
  /// received; they stay where they are. In shared memory it takes only the right to read, and the
  /// observer takes no place among the participants. In a rendezvous nothing lies.
  ///
  /// @param most how many
  /// @throws dure.NoSuchMailboxException if there is no such mailbox
  /// @throws UnsupportedOperationException if its transport cannot look without taking
  public static List<Message> at(String address, int most) {
    Address of = Address.of(address);
    if (Transport.of(of) instanceof Inspectable inspectable) {
      return inspectable.peek(of, most);
    }
    try (Mailbox mailbox = Mailbox.open(address)) {
      return mailbox.browse(most);
    }
  }
}
