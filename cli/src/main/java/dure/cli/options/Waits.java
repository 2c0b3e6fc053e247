// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import dure.Mailbox;
import dure.MessageHandler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long a command waits for room or for a message: as long as needed unless told otherwise.
public final class Waits {
  private final Value<Boolean> never;
  private final Value<@Nullable Duration> within;

  private Waits(Syntax syntax) {
    never = syntax.flag("--try", "Do not wait: now, or not at all (exit code 3).");
    within =
        syntax.option(
            "--timeout",
            "TIME",
            TimeSpan::parse,
            "Wait at most this long, as 500ms, 2s, 1m; then give up (exit code 3)");
  }

  /// Adds the options that say it to a command's syntax.
  public static Waits in(Syntax syntax) {
    return new Waits(syntax.choice());
  }

  /// Sends a message; whether it was accepted.
  public boolean send(Mailbox mailbox, byte[] message) throws InterruptedException {
    Duration timeout = within.get();
    if (never.get()) {
      return mailbox.trySend(message);
    }
    if (timeout != null) {
      return mailbox.send(message, timeout);
    }
    mailbox.send(message);
    return true;
  }

  /// Works on the next message in place; whether there was one.
  public <X extends Exception> boolean receive(Mailbox mailbox, MessageHandler<X> handler)
      throws X, InterruptedException {
    Duration timeout = within.get();
    if (never.get()) {
      return mailbox.tryReceiveInPlace(handler);
    }
    if (timeout != null) {
      return mailbox.receiveInPlace(handler, timeout);
    }
    mailbox.receiveInPlace(handler);
    return true;
  }

  /// For how long it was waited in vain, to follow "there was none".
  public String described() {
    Duration timeout = within.get();
    return timeout == null ? "now" : "within " + TimeSpan.text(timeout);
  }
}
