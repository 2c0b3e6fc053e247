// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import dure.Choice;
import dure.Delivery;
import dure.Mailbox;
import dure.Message;
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

  /// Whether it does not wait at all.
  boolean never() {
    return never.get();
  }

  /// How long it waits at most; null for as long as needed.
  @Nullable Duration within() {
    return within.get();
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

  /// The next message of a choice; null if there was none.
  public @Nullable Message receive(Mailbox mailbox, Choice choice) throws InterruptedException {
    Duration timeout = within.get();
    if (never.get()) {
      return mailbox.tryReceive(choice);
    }
    return timeout == null ? mailbox.receive(choice) : mailbox.receive(choice, timeout);
  }

  /// The next message, to be acknowledged; null if there was none.
  public @Nullable Delivery receiveDelivery(Mailbox mailbox) throws InterruptedException {
    Duration timeout = within.get();
    if (never.get()) {
      return mailbox.tryReceiveDelivery();
    }
    return timeout == null ? mailbox.receiveDelivery() : mailbox.receiveDelivery(timeout);
  }

  /// For how long it was waited in vain, to follow "there was none".
  public String described() {
    Duration timeout = within.get();
    return timeout == null ? "now" : "within " + TimeSpan.text(timeout);
  }
}
