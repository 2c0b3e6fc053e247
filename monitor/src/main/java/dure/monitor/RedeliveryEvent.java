// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Throttle;

/// A message was handed out again.
@Name("dure.Redelivery")
@Label("Mailbox Redelivery")
@Category("Dure")
@Description("A message was handed out again after its receiver died, failed or gave it back")
@StackTrace(false)
@Throttle("off")
final class RedeliveryEvent extends MailboxEvent {
  @Label("Position")
  final long position;

  @Label("Redelivered so Often")
  final int times;

  RedeliveryEvent(String mailbox, long position, int times) {
    super(mailbox);
    this.position = position;
    this.times = times;
  }
}
