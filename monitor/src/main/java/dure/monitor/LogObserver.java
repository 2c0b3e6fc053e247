// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import dure.Address;
import dure.MailboxObserver;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Writes to the log of the system, under the name `dure`: what a person should look into as a
/// warning, what put itself right as information, and the rest for debugging. Waits are not
/// written: an idle receiver waits all the time.
public final class LogObserver implements MailboxObserver {
  private final Logger log = System.getLogger("dure");

  /// For [java.util.ServiceLoader].
  public LogObserver() {}

  @Override
  public void created(Address mailbox) {
    log.log(Level.DEBUG, () -> "mailbox '" + mailbox + "': created");
  }

  @Override
  public void deleted(Address mailbox) {
    log.log(Level.DEBUG, () -> "mailbox '" + mailbox + "': deleted");
  }

  @Override
  public void repaired(Address mailbox, String participant, int repairs) {
    log.log(
        Level.INFO,
        () ->
            "mailbox '"
                + mailbox
                + "': repaired "
                + repairs
                + " of the claims and messages that participant "
                + participant
                + " left half-done");
  }

  @Override
  public void redelivered(Address mailbox, long position, int times) {
    log.log(
        Level.DEBUG,
        () ->
            "mailbox '" + mailbox + "': message " + position + " redelivered, " + times + " times");
  }

  @Override
  public void dropped(Address mailbox, long messages) {
    log.log(Level.DEBUG, () -> "mailbox '" + mailbox + "': " + messages + " messages dropped");
  }

  @Override
  public void buried(Address mailbox, String deadLetters, int attempts) {
    log.log(
        Level.WARNING,
        () ->
            "mailbox '"
                + mailbox
                + "': a message is in '"
                + deadLetters
                + "' now, after "
                + attempts
                + " attempts that came to nothing; look at it with 'dure peek "
                + deadLetters
                + "'");
  }

  @Override
  public void connectionLost(Address mailbox, String why) {
    log.log(Level.WARNING, () -> "mailbox '" + mailbox + "': the connection is lost: " + why);
  }
}
