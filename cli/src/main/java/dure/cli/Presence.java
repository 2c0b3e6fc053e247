// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.MailboxBuilder;
import java.util.function.Function;

/// A command's presence at a mailbox: it leaves when it is closed, and also when a signal ends the
/// process, so that nobody has to repair after it.
final class Presence implements AutoCloseable {
  private final Mailbox mailbox;
  private final Thread atExit = new Thread(this::leaveAtExit, "dure-leaves");

  /// Written once, by the thread that ends the process.
  private volatile boolean ending;

  private Presence(Mailbox mailbox) {
    this.mailbox = mailbox;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// @param name of the mailbox
  /// @param command what to be called among the participants
  /// @param opening opens or creates it
  static Presence at(String name, String command, Function<MailboxBuilder, Mailbox> opening) {
    return new Presence(opening.apply(Mailbox.named(name).as(command)));
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /// Whether a signal is ending the process. What was read from a message in place counts only if
  /// this is still false afterwards: its memory may be gone.
  boolean isEnding() {
    return ending;
  }

  private void leaveAtExit() {
    ending = true;
    mailbox.close();
  }

  @Override
  public void close() {
    mailbox.close();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException alreadyEnding) {
      // then the hook runs, and closing again does nothing
    }
  }
}
