// SPDX-License-Identifier: Apache-2.0
package dure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several open mailboxes, waited at by one call: whichever has a message first.
///
/// ```java
/// MailboxSet both = MailboxSet.of(orders, alarms);
/// Received next = both.receive();
/// if (next.mailbox() == alarms) { … }
/// ```
///
/// A set is fair: each call begins to look behind the mailbox that was last received from, so one
/// that always has messages keeps none of the others waiting. While it sleeps, the caller counts as
/// a waiting receiver of every one of them, with its rank and its place in line.
///
/// What ends a wait at one mailbox ends it here, with the exception of the mailbox concerned, which
/// [DureException#mailbox()] names: deletion, the end of its owner, closing, damage. Interruption
/// and virtual threads are treated as by [Mailbox]. A set holds nothing open itself, so it needs no
/// closing, and any number of threads may use it. It never spins: it is for waiting, and where each
/// microsecond counts a mailbox of one's own is better.
public interface MailboxSet {
  /// The most mailboxes that can be waited at by one call.
  int MOST = 127;

  /// Puts mailboxes together that this process has open.
  ///
  /// @throws IllegalArgumentException if there are none, more than [#MOST], one of them twice, or
  ///   some that cannot be waited at together
  static MailboxSet of(Mailbox... mailboxes) {
    return of(List.of(mailboxes));
  }

  /// Puts mailboxes of values together. [Received#value] tells their values apart.
  ///
  /// @throws IllegalArgumentException as for mailboxes of bytes
  static MailboxSet ofValues(TypedMailbox<?>... mailboxes) {
    return of(Arrays.stream(mailboxes).<Mailbox>map(TypedMailbox::mailbox).toList());
  }

  /// Puts mailboxes together that this process has open.
  ///
  /// @throws IllegalArgumentException if there are none, more than [#MOST], one of them twice, or
  ///   some that cannot be waited at together
  static MailboxSet of(List<Mailbox> mailboxes) {
    List<Mailbox> all = List.copyOf(mailboxes);
    if (all.isEmpty() || all.size() > MOST) {
      throw new IllegalArgumentException(
          "one call waits at 1 to "
              + MOST
              + " mailboxes, not "
              + all.size()
              + "; share more than that among several threads");
    }
    if (all.stream().distinct().count() < all.size()) {
      throw new IllegalArgumentException("a mailbox is in the set twice");
    }
    return all.getFirst().channel().together(all);
  }

  /// The mailboxes, in the order they were given.
  List<Mailbox> mailboxes();

  /// Receives a copy of the next message of any of them, waiting for one. At most once, as
  /// [Mailbox#receive()].
  Received receive() throws InterruptedException;

  /// Receives a copy of the next message of any of them, waiting at most `within`; null if none
  /// came.
  @Nullable Received receive(Duration within) throws InterruptedException;

  /// Receives a copy of a message of any of them if there is one now, else null.
  @Nullable Received tryReceive();

  /// Receives the next message of any of them to be acknowledged, waiting for one. A mailbox whose
  /// deliveries in hand are as many as it allows is passed over meanwhile.
  ///
  /// @throws UnsupportedOperationException if a mailbox has no deliveries
  ReceivedDelivery receiveDelivery() throws InterruptedException;

  /// Receives the next message of any of them to be acknowledged, waiting at most `within`; null if
  /// none came.
  @Nullable ReceivedDelivery receiveDelivery(Duration within) throws InterruptedException;

  /// Receives a message of any of them to be acknowledged if there is one now, else null.
  @Nullable ReceivedDelivery tryReceiveDelivery();
}
