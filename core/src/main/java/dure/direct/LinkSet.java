// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.Address;
import dure.Mailbox;
import dure.MailboxSet;
import dure.Received;
import dure.handover.AnonymousMailboxes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All links of this process as they are for a while, to wait at for a message of any partner. With
/// them stands a mailbox through which nothing passes: it is closed when a link comes or goes, and
/// so ends each wait at this set.
final class LinkSet implements AutoCloseable {
  private final MailboxSet all;
  private final IdentityHashMap<Mailbox, IncomingLink> links = new IdentityHashMap<>();
  private final Mailbox change;

  private LinkSet(Collection<IncomingLink> now, Mailbox change) {
    List<Mailbox> mailboxes = new ArrayList<>();
    for (IncomingLink link : now) {
      mailboxes.add(link.mailbox());
      links.put(link.mailbox(), link);
    }
    mailboxes.add(change);
    this.all = MailboxSet.of(mailboxes);
    this.change = change;
  }

  /// Puts all links together that there are now, at most [MailboxSet#MOST] less one.
  static LinkSet of(Collection<IncomingLink> now, String me) {
    AnonymousMailboxes.Owned change =
        AnonymousMailboxes.inSharedMemory()
            .create(new Address("link", me), IncomingLink.settings(1, 1, 1), me);
    return new LinkSet(now, Mailbox.over(change.channel()));
  }

  /// The next message of any partner; null if none came in time. Partners take turns.
  ///
  /// @param within null for as long as needed
  /// @throws dure.MailboxClosedException if a link has come or gone meanwhile
  @Nullable DirectMessage receive(@Nullable Duration within) throws InterruptedException {
    return opened(within == null ? all.receive() : all.receive(within));
  }

  /// The next message of any partner if there is one now, else null.
  @Nullable DirectMessage tryReceive() {
    return opened(all.tryReceive());
  }

  private @Nullable DirectMessage opened(@Nullable Received received) {
    IncomingLink from = received == null ? null : links.get(received.mailbox());
    return received == null || from == null ? null : from.opened(received.message());
  }

  @Override
  public void close() {
    change.close();
  }
}
