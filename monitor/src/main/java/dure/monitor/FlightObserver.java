// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import dure.Address;
import dure.MailboxObserver;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes events of Flight Recorder. Without a recording, or where its settings leave an event out,
/// none is written and nothing is allocated for long.
public final class FlightObserver implements MailboxObserver {
  /// For [java.util.ServiceLoader].
  public FlightObserver() {}

  @Override
  public void created(Address mailbox) {
    new CreationEvent(mailbox.toString()).commit();
  }

  @Override
  public void deleted(Address mailbox) {
    new DeletionEvent(mailbox.toString()).commit();
  }

  @Override
  public @Nullable WaitUnderWay waits(Address mailbox, Awaited what) {
    WaitEvent wait = new WaitEvent(mailbox.toString(), what.name().toLowerCase(Locale.ROOT));
    if (!wait.isEnabled()) {
      return null;
    }
    wait.begin();
    return wait;
  }

  @Override
  public void repaired(Address mailbox, String participant, int repairs) {
    new RepairEvent(mailbox.toString(), participant, repairs).commit();
  }

  @Override
  public void redelivered(Address mailbox, long position, int times) {
    new RedeliveryEvent(mailbox.toString(), position, times).commit();
  }

  @Override
  public void dropped(Address mailbox, long messages) {
    new DropEvent(mailbox.toString(), messages).commit();
  }

  @Override
  public void buried(Address mailbox, String deadLetters, int attempts) {
    new DeadLetterEvent(mailbox.toString(), deadLetters, attempts).commit();
  }

  @Override
  public void connectionLost(Address mailbox, String why) {
    new ConnectionLossEvent(mailbox.toString(), why).commit();
  }
}
