// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;

/// Messages were dropped.
@Name("dure.Drop")
@Label("Mailbox Drop")
@Category("Dure")
@Description("Messages made room or found none, where senders do not wait")
@StackTrace(false)
@Throttle("off")
final class DropEvent extends MailboxEvent {
  @Label("Messages")
  final long messages;

  DropEvent(String mailbox, long messages) {
    super(mailbox);
    this.messages = messages;
  }
}
