// SPDX-License-Identifier: Apache-2.0
package dure;

import org.jspecify.annotations.Nullable;

/// What is told of the mailboxes of this process beside their messages: what a running system is
/// watched for.
///
/// Observers that [java.util.ServiceLoader] finds are told from the first mailbox on, and others
/// from [Observers#add] on. A message that is sent and received without a wait, a failure or a drop
/// is never told, so observing costs it nothing.
///
/// Each call comes on the thread to which it happens, and that thread goes on when the call
/// returns: an observer returns soon, waits for nothing and calls no mailbox. What it throws is
/// logged and has no other effect. Calls come from all threads at once.
public interface MailboxObserver {
  /// What a thread waits for.
  enum Awaited {
    /// A sender waits for room.
    ROOM,
    /// A receiver waits for a message.
    MESSAGE,
    /// A sender waits until a receiver has taken or acknowledged its message.
    RECEIPT
  }

  /// A wait under way.
  interface WaitUnderWay {
    /// The wait is over, by success or failure: told once, on the thread that waited.
    void ended();
  }

  /// This process has created a mailbox.
  default void created(Address mailbox) {}

  /// This process has deleted a mailbox.
  default void deleted(Address mailbox) {}

  /// This process has opened a mailbox once more. [Observers#handles] has the handle.
  default void opened(Address mailbox) {}

  /// A handle of this process is closed. Of one that the program dropped without closing it, this
  /// is told some time after its collection.
  default void closed(Address mailbox) {}

  /// A thread of this process is about to sleep until something comes. What it gets by a short spin
  /// is not told. A wait at a set of mailboxes is told of the first of them.
  ///
  /// @return what is told of the end of the wait; null for nothing
  default @Nullable WaitUnderWay waits(Address mailbox, Awaited what) {
    return null;
  }

  /// This process has repaired what a participant left half-done: claims were undone, and messages
  /// in hand put back.
  ///
  /// @param participant the name and the process of the participant that is dead or has left
  /// @param repairs how many claims and messages
  default void repaired(Address mailbox, String participant, int repairs) {}

  /// This process has received a message that was handed out before, and came back because its
  /// receiver died, failed or gave it back.
  ///
  /// @param position of the message in the mailbox; [Message#UNKNOWN] where it has none
  /// @param times how often it was redelivered so far
  default void redelivered(Address mailbox, long position, int times) {}

  /// This process has dropped messages: they made room, found none, or passed a listener by.
  ///
  /// @param messages how many, at least one
  default void dropped(Address mailbox, long messages) {}

  /// This process has moved a message to the dead letters, because its deliveries came to nothing
  /// too often.
  ///
  /// @param deadLetters the address of the mailbox that has it now
  /// @param attempts how often it was delivered
  default void buried(Address mailbox, String deadLetters, int attempts) {}

  /// The connection to a mailbox of another process or machine is lost.
  ///
  /// @param why in words
  default void connectionLost(Address mailbox, String why) {}
}
