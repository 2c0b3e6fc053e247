// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import dure.Address;
import dure.Message;
import java.util.List;

/// A transport that can look inside its mailboxes, and not only at their status.
public interface Inspectable {
  /// Looks inside a mailbox and changes nothing.
  ///
  /// @throws dure.NoSuchMailboxException if there is none
  /// @throws dure.NotPermittedException if this user may not read it
  /// @throws dure.DamagedMailboxException if what stands there is no mailbox of this version
  MailboxSnapshot inspect(Address address);

  /// Copies of the first messages that nobody has taken, as [Peek#at].
  List<Message> peek(Address address, int most);

  /// The messages as they pass, as [Trail#of].
  Trail follow(Address address);
}
