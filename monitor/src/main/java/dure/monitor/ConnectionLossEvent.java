// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A connection was lost.
@Name("dure.ConnectionLoss")
@Label("Mailbox Connection Loss")
@Category("Dure")
@Description("The connection to a mailbox of another process or machine is lost")
@StackTrace(false)
final class ConnectionLossEvent extends MailboxEvent {
  @Label("Why")
  final String why;

  ConnectionLossEvent(String mailbox, String why) {
    super(mailbox);
    this.why = why;
  }
}
