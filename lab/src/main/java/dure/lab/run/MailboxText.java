// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import dure.DureException;
import dure.inspect.MailboxSnapshot;

/// A mailbox as an inspection shows it, or what kept the inspection from seeing it.
final class MailboxText {
  private MailboxText() {}

  /// What stands at an address now, as JSON on one line.
  static String of(String address) {
    try {
      return MailboxSnapshot.of(address).json();
    } catch (DureException failure) {
      return FrameText.failed(address, failure);
    }
  }
}
