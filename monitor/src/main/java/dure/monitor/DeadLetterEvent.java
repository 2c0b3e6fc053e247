// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// A message went to the dead letters.
@Name("dure.DeadLetter")
@Label("Dead Letter")
@Category("Dure")
@Description("A message went to the dead letters because its deliveries came to nothing too often")
@StackTrace(false)
final class DeadLetterEvent extends MailboxEvent {
  @Label("Dead-Letter Mailbox")
  final String deadLetters;

  @Label("Attempts")
  final int attempts;

  DeadLetterEvent(String mailbox, String deadLetters, int attempts) {
    super(mailbox);
    this.deadLetters = deadLetters;
    this.attempts = attempts;
  }
}
