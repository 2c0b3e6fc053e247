// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import dure.DureException;
import dure.Mailbox;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A mailbox at one end of a bridge, opened again whenever it was lost. For one thread.
final class BridgeEnd implements AutoCloseable {
  private final Supplier<Mailbox> opening;
  private final BridgeLog log;
  private final Backoff backoff = new Backoff();
  private @Nullable Mailbox mailbox;

  /// A use of the mailbox.
  interface Use<T extends @Nullable Object> {
    T with(Mailbox mailbox) throws InterruptedException;
  }

  /// @param opening opens the mailbox, or throws
  BridgeEnd(Supplier<Mailbox> opening, BridgeLog log) {
    this.opening = opening;
    this.log = log;
  }

  /// Opens the mailbox now, or fails.
  void require() {
    open();
  }

  /// Uses the mailbox, again and again until no passing trouble is in the way.
  ///
  /// @throws DureException if another try would not help
  <T extends @Nullable Object> T use(Use<T> use) throws InterruptedException {
    while (true) {
      try {
        T result = use.with(open());
        log.clear();
        backoff.reset();
        return result;
      } catch (DureException failure) {
        if (!Backoff.helpsAgainst(failure)) {
          throw failure;
        }
        lose();
        log.trouble(failure);
      }
      backoff.pause();
    }
  }

  private Mailbox open() {
    Mailbox now = mailbox;
    if (now == null) {
      now = opening.get();
      mailbox = now;
    }
    return now;
  }

  /// Lets go of a handle that is of no use any more.
  void lose() {
    if (mailbox != null) {
      mailbox.close();
      mailbox = null;
    }
  }

  @Override
  public void close() {
    lose();
  }
}
