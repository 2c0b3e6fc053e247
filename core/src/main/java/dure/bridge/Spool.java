// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.Message;
import dure.MessageTooLargeException;
import dure.NoSuchMailboxException;
import dure.Receipt.Outcome;
import dure.Sending;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

/// Where a bridge keeps a message that the kernel has handed out once, until the other mailbox has
/// it: a mailbox in shared memory, which outlives the bridge.
final class Spool {
  private static final int CAPACITY = 64;
  private static final int DIGITS = 16;

  private Spool() {}

  /// The spool of a route, for messages as a mailbox has them.
  ///
  /// @throws MessageTooLargeException if there is one from before, for shorter messages
  static Mailbox open(Route route, MailboxSettings from) {
    Mailbox spool =
        Mailbox.named(name(route))
            .capacity(Capacity.bounded(CAPACITY))
            .messageSize(from.messageSize())
            .order(from.order())
            .participant("dure bridge")
            .openOrCreate();
    if (spool.settings().messageSize() < from.messageSize()) {
      spool.close();
      throw new MessageTooLargeException(
          name(route),
          "it is the spool of a bridge "
              + route
              + " and takes shorter messages than that mailbox has now: receive what is in it, and"
              + " delete it. Nothing was received");
    }
    return spool;
  }

  /// Keeps a message. An interrupt does not end this, for there is no other copy.
  static void keep(Mailbox spool, Message message, Sending how) {
    boolean interrupted = false;
    boolean kept = false;
    while (!kept) {
      try {
        kept =
            spool.send(message.bytes(), how.within(Duration.ofSeconds(1))).outcome()
                != Outcome.NOT_SENT;
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static void deleteIfEmpty(Route route) {
    try (Mailbox spool = Mailbox.open(name(route))) {
      if (spool.occupancy().depth() == 0) {
        Mailbox.delete(name(route));
      }
    } catch (NoSuchMailboxException none) {
      // then the route needed no spool
    }
  }

  private static String name(Route route) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(route.toString().getBytes(StandardCharsets.UTF_8));
      return "spool." + HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
      throw new IllegalStateException(impossible);
    }
  }
}
