// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.MailboxStatus.Details;
import dure.Message;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.WhenFull;
import dure.file.SharedFile;
import dure.handover.AnonymousMailboxes;
import org.jspecify.annotations.Nullable;

/// The half of a link by which one partner sends to this process: a mailbox without a name, which
/// no other process has, with room of its own.
final class IncomingLink {
  /// How many messages of the partner wait at most.
  static final int MESSAGES = 64;

  /// This process, the partner, and one more of its name while a former one is still about to go.
  private static final int PARTICIPANTS = 4;

  private final String partner;
  private final AnonymousMailboxes.Owned owned;
  private final Mailbox mailbox;

  /// How many connections of the partner there are. Written under the lock of all links.
  private volatile int connections;

  /// Set when this process has ended a connection of the partner, which may still send. Guarded by
  /// the lock of all links.
  private boolean cutOff;

  private IncomingLink(String partner, AnonymousMailboxes.Owned owned) {
    this.partner = partner;
    this.owned = owned;
    this.mailbox = Mailbox.over(owned.channel());
  }

  /// Makes one.
  ///
  /// @throws dure.OutOfSharedMemoryException if the memory it needs is not there
  static IncomingLink make(String partner, ProcessAddress me) {
    MailboxSettings settings = settings(MESSAGES, NamedProcess.LONGEST_MESSAGE, PARTICIPANTS);
    return new IncomingLink(
        partner, AnonymousMailboxes.inSharedMemory().create(me.link(partner), settings, me.name()));
  }

  /// The choices for a mailbox that this process owns, for this user alone.
  static MailboxSettings settings(int messages, int messageSize, int participants) {
    MailboxSettings usual = MailboxSettings.DEFAULT;
    return new MailboxSettings(
        Capacity.bounded(messages),
        messageSize,
        Receivers.ANY,
        Order.ARRIVAL,
        WhenFull.WAIT,
        Owner.PROCESS,
        usual.mode(),
        usual.group(),
        usual.patience(),
        participants,
        0,
        "",
        0);
  }

  String partner() {
    return partner;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /// The memory, to be handed to the partner and then closed.
  SharedFile memory() {
    return owned.memory();
  }

  /// The partner has come once more. Under the lock of all links.
  @SuppressWarnings("NonAtomicVolatileUpdate") // the lock guards each update
  void enter() {
    connections++;
  }

  /// A connection of the partner has ended. Under the lock of all links.
  ///
  /// @param cut whether this process has ended it
  @SuppressWarnings("NonAtomicVolatileUpdate") // the lock guards each update
  void leave(boolean cut) {
    connections--;
    cutOff |= cut;
  }

  /// Whether the partner is there.
  boolean isConnected() {
    return connections > 0;
  }

  /// Whether nothing is in it, and nothing can come any more. Under the lock of all links.
  boolean isDone() {
    return !isConnected() && mailbox.occupancy().depth() == 0 && !(cutOff && hasSender());
  }

  private boolean hasSender() {
    Details details = mailbox.status().details();
    return details != null
        && details.participants().stream().anyMatch(one -> one.alive() && !one.owner());
  }

  /// A message of the partner, as its receiver gets it.
  @Nullable DirectMessage opened(@Nullable Message message) {
    return message == null ? null : new DirectMessage(partner, message.bytes());
  }
}
