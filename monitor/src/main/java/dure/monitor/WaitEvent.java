// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import dure.MailboxObserver.WaitUnderWay;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/// A thread slept. The event begins with the sleep, and is written at its end if that took long
/// enough.
@Name("dure.Wait")
@Label("Mailbox Wait")
@Category("Dure")
@Description("A thread slept until a message, room or a receipt came, or its time was over")
@Threshold("20 ms")
final class WaitEvent extends MailboxEvent implements WaitUnderWay {
  @Label("Waits for")
  final String awaited;

  WaitEvent(String mailbox, String awaited) {
    super(mailbox);
    this.awaited = awaited;
  }

  @Override
  public void ended() {
    commit();
  }
}
