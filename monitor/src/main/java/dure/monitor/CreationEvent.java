// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A mailbox was created.
@Name("dure.Creation")
@Label("Mailbox Creation")
@Category("Dure")
@Description("This process has created a mailbox")
@StackTrace(false)
final class CreationEvent extends MailboxEvent {
  CreationEvent(String mailbox) {
    super(mailbox);
  }
}
