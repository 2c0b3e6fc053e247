// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import org.jspecify.annotations.Nullable;

/// One mailbox that this process has open, as management tools see it: `dure:type=Mailbox,name=…`
/// at the platform's server of beans, as long as the mailbox is open.
///
/// The figures are those of [dure.Mailbox#status()], of all processes together. A figure that is
/// not known, or not to be had because the mailbox has ended, is null. Figures that are read within
/// a tenth of a second come from one look.
public interface MailboxMXBean {
  /// Its address.
  String getAddress();

  /// Whether it can be used: `LIVE`, or why not.
  String getCondition();

  /// How many messages it holds: a number, `zero`, or `unbounded`.
  @Nullable String getCapacity();

  /// The longest message, in bytes.
  @Nullable Long getMessageSize();

  /// The shared memory it takes, in bytes.
  @Nullable Long getBytes();

  /// Messages accepted and not yet given back.
  @Nullable Long getDepth();

  /// Messages accepted since it was created.
  @Nullable Long getSent();

  /// Messages given back as done.
  @Nullable Long getReceived();

  /// How often a message was handed out again after its receiver died, failed or gave it back.
  @Nullable Long getRedelivered();

  /// Claims of dead senders undone, and messages of dead receivers put back.
  @Nullable Long getRepaired();

  /// Unpublished claims that receivers went past.
  @Nullable Long getPassed();

  /// Messages that made room or found none.
  @Nullable Long getDropped();

  /// Messages that went to the dead-letter mailbox.
  @Nullable Long getDead();

  /// Living participants that have sent.
  @Nullable Long getSenders();

  /// Living participants that have received.
  @Nullable Long getReceivers();

  /// Threads that wait for room.
  @Nullable Long getWaitingToSend();

  /// Threads that wait for a message.
  @Nullable Long getWaitingToReceive();

  /// Who has it open: `name (pid)` of each living participant.
  String[] getParticipants();

  /// How many handles of this process are open.
  int getHandles();
}
