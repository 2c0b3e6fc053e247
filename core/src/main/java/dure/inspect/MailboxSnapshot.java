// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import dure.Address;
import dure.MailboxStatus;
import dure.Transport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a mailbox looked like inside at one moment.
///
/// ```java
/// MailboxSnapshot orders = MailboxSnapshot.of("orders");
/// System.out.println(orders.json());
/// ```
///
/// Depth, counters, cells, `in` and `out` come from the same look. The look is repeated a few times
/// until nothing changes meanwhile; `settled` says whether that came true. A mailbox whose messages
/// the kernel or another host carries has a status and no inside.
///
/// @param at when
/// @param status what [dure.Mailbox#status] says, from the same look
/// @param settled whether two looks in a row found the same
/// @param participants the processes that have it open, in the order of the status
/// @param interior how the messages lie in memory; null where that is not to be seen
public record MailboxSnapshot(
    Instant at,
    MailboxStatus status,
    boolean settled,
    List<ParticipantSnapshot> participants,
    @Nullable Interior interior) {

  /// Looks inside a mailbox and changes nothing.
  ///
  /// @param address as [dure.Mailbox#open] takes it
  /// @throws dure.NoSuchMailboxException if there is none
  /// @throws dure.NotPermittedException if this user may not read it
  /// @throws dure.DamagedMailboxException if what stands there is no mailbox of this version
  public static MailboxSnapshot of(String address) {
    return of(Address.of(address));
  }

  /// Looks inside the mailbox at an address and changes nothing.
  ///
  /// @throws dure.NoSuchMailboxException if there is none
  public static MailboxSnapshot of(Address address) {
    Transport transport = Transport.of(address);
    return transport instanceof Inspectable inspectable
        ? inspectable.inspect(address)
        : new MailboxSnapshot(Instant.now(), transport.status(address), true, List.of(), null);
  }

  /// All of it as JSON on one line, as `docs/inspect.md` describes it.
  public String json() {
    return SnapshotJson.of(this);
  }
}
