// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.Mailbox;
import dure.MailboxExistsException;
import dure.MailboxStatus.Condition;
import dure.MailboxStatus.Details;
import dure.MailboxStatus.Participant;
import dure.NameTakenException;
import dure.Owner;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The mailbox by which a process is found: no message ever passes through it. Its owner takes part
/// under the name of the inbox.
final class Registration {
  private static final String PREFIX = "process.";
  private static final int MOST_PEERS = 512;

  private Registration() {}

  static String address(String name) {
    return PREFIX + name;
  }

  static Mailbox create(String name, String inbox) {
    try {
      return Mailbox.named(address(name))
          .owner(Owner.PROCESS)
          .participants(MOST_PEERS)
          .participant(inbox)
          .create();
    } catch (MailboxExistsException taken) {
      throw new NameTakenException(
          address(name), "another process is called '" + name + "'; join under another name");
    }
  }

  /// Where the inbox of a registered process is; null if it has ended meanwhile.
  static @Nullable String inbox(@Nullable Details details) {
    return details == null ? null : owner(details).map(Participant::name).orElse(null);
  }

  private static Optional<Participant> owner(Details details) {
    return details.participants().stream()
        .filter(participant -> participant.owner() && participant.alive())
        .findFirst();
  }

  /// All registered processes, and where their inboxes are.
  static SortedMap<String, String> all() {
    SortedMap<String, String> inboxes = new TreeMap<>();
    Mailbox.list().stream()
        .filter(status -> status.condition() == Condition.LIVE)
        .forEach(status -> {
          String address = status.address().toString();
          String inbox = inbox(status.details());
          if (address.startsWith(PREFIX) && inbox != null) {
            inboxes.put(address.substring(PREFIX.length()), inbox);
          }
        });
    return inboxes;
  }
}
