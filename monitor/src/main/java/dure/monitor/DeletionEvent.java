// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A mailbox was deleted.
@Name("dure.Deletion")
@Label("Mailbox Deletion")
@Category("Dure")
@Description("This process has deleted a mailbox")
@StackTrace(false)
final class DeletionEvent extends MailboxEvent {
  DeletionEvent(String mailbox) {
    super(mailbox);
  }
}
