// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import dure.Address;
import dure.Mailbox;
import dure.MailboxStatus;
import java.util.List;

/// The mailboxes that a lab has made, among all that the machine lists: those of its namespace, and
/// those outside of it whose names end with the lab's process id.
final class OwnMailboxes {
  private OwnMailboxes() {}

  static List<MailboxStatus> of(long lab) {
    return Mailbox.list().stream().filter(status -> isOf(lab, status.address())).toList();
  }

  private static boolean isOf(long lab, Address address) {
    return address.scheme().equals(Address.DEFAULT_SCHEME) || address.name().endsWith("." + lab);
  }
}
