// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;

/// An event of Flight Recorder at a mailbox.
@Category("Dure")
abstract class MailboxEvent extends Event {
  @Label("Mailbox")
  final String mailbox;

  MailboxEvent(String mailbox) {
    this.mailbox = mailbox;
  }
}
