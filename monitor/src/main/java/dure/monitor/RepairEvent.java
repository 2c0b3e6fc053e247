// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// What a participant left half-done was repaired.
@Name("dure.Repair")
@Label("Mailbox Repair")
@Category("Dure")
@Description("Claims were undone and messages put back after a dead participant, or one that left")
@StackTrace(false)
final class RepairEvent extends MailboxEvent {
  @Label("Participant")
  final String participant;

  @Label("Claims and Messages")
  final int repairs;

  RepairEvent(String mailbox, String participant, int repairs) {
    super(mailbox);
    this.participant = participant;
    this.repairs = repairs;
  }
}
