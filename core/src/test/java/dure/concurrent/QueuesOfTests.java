// SPDX-License-Identifier: Apache-2.0
package dure.concurrent;

import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Owner;
import dure.testkit.TestNamespace;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// The mailboxes of a test: this process's own, so that they go with their handle.
abstract class QueuesOfTests {
  static String name() {
    return TestNamespace.name("words");
  }

  static MailboxBuilder box() {
    return Mailbox.named(name()).owner(Owner.PROCESS);
  }

  /// Something that runs in a thread of its own, and what came of it.
  static final class Running<T> {
    final CompletableFuture<T> result = new CompletableFuture<>();
    final Thread thread;

    Running(boolean virtual, Callable<T> what) {
      Thread.Builder builder = virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
      thread =
          builder.start(() -> {
            try {
              result.complete(what.call());
            } catch (Throwable e) {
              result.completeExceptionally(e);
            }
          });
    }
  }
}
