// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import dure.Message;
import dure.parking.Housekeeping;
import dure.parking.WordSet;
import org.jspecify.annotations.Nullable;

/// What a mailbox is to a thread that waits at several. A thread waits at all objects that have a
/// [Gate] together, in memory of any kind.
public interface Waitable {
  /// A copy of the next message if this participant may have one now, else null.
  ///
  /// @param last whether the caller looks no more: then it also finds what lies behind a claim that
  ///   is not published
  @Nullable Message tryReceive(boolean last);

  /// Begins to count as waiting, and enters the line of waiting receivers, if there is one.
  void beginWaiting();

  /// Announces a sleeper at the gate of the messages.
  void announce(WordSet words);

  /// After a sleep: looks whether the mailbox still is, after the dead, and after the place in
  /// line.
  void keepHouse();

  /// What looks around for threads that sleep here.
  Housekeeping housekeeping();

  /// Wakes the threads that sleep here, whether or not there is a message.
  void wake();

  /// No longer waits. Never throws: a failure at one mailbox leaves no other one waiting.
  ///
  /// @param served whether the wait ended with a message of this mailbox
  void endWaiting(boolean served);

  /// A mailbox that can be waited at in this way.
  interface Mailbox {
    /// The part of it to wait at.
    Waitable awaited();
  }
}
