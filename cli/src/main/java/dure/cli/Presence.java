// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import dure.Mailbox;
import dure.MailboxBuilder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// A command's presence at a mailbox: it leaves when it is closed, and also when a signal ends the
/// process, so that no other has to repair after it.
final class Presence implements AutoCloseable {
  /// How long the process waits at its end for a message that was taken to be written.
  private static final long WRITING_SECONDS = 2;

  private final Mailbox mailbox;
  private final Thread atExit = new Thread(this::leaveAtExit, "dure-leaves");

  private final ReentrantLock taking = new ReentrantLock();

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
    return new Presence(opening.apply(Mailbox.named(name).participant(command)));
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /// Whether a signal is ending the process. What was read from a message in place counts only if
  /// this is still false afterwards: its memory may be gone.
  boolean isEnding() {
    return ending;
  }

  /// Held while a message is taken out of the mailbox and written: a signal does not end the
  /// process in the middle of it.
  Lock taking() {
    return taking;
  }

  private void leaveAtExit() {
    ending = true;
    mailbox.close(); // who waits for a message is told
    try {
      boolean _ = taking.tryLock(WRITING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException nobodyInterruptsIt) {
      // then the process ends now
    }
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
