// SPDX-License-Identifier: Apache-2.0
package dure.carrier;

import dure.Address;
import dure.Choice;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.Occupancy;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// An object of the kernel that carries messages, as one process has it open.
///
/// Each call sends or takes one whole message or none. Implementations are safe for all threads,
/// and after [#close] throw a [dure.MailboxClosedException] wherever they are called, or soon if a
/// thread is inside. Where the object was removed they throw a [dure.MailboxDeletedException].
public interface Carrier extends AutoCloseable {
  /// Where it is.
  Address address();

  /// What its creator chose, as far as the kernel keeps it; for the rest, what it does anyway.
  MailboxSettings settings();

  /// Waits for room at most `nanos`, none at all if that is zero, and sends if there is some;
  /// whether. May return early for no reason; a virtual thread holds no carrier meanwhile.
  ///
  /// @param message native memory of the length of the message, which is no more than the mailbox's
  ///   message size
  /// @param priority as [dure.Sending#priority]
  /// @param number as [dure.Sending#number]
  boolean send(MemorySegment message, int priority, long number, long nanos);

  /// Waits for a message of a choice at most `nanos`, not at all if that is zero, and takes it;
  /// null if there is none. May return early for no reason; a virtual thread holds no carrier
  /// meanwhile.
  @Nullable Message receive(Choice choice, long nanos);

  /// The same, if the message has at most `most` bytes. One that is longer stays where it is, if
  /// the kernel lets it, and else is returned all the same.
  ///
  /// @throws dure.MessageTooLargeException if the next is longer, and stays
  default @Nullable Message receiveUpTo(long most, Choice choice, long nanos) {
    return receive(choice, nanos);
  }

  /// The longest that one wait may be, in nanoseconds. More than a moment only where it notices by
  /// itself, soon, that its thread is interrupted or that it is closed: a waiter that is not sent
  /// back every now and then keeps its place among the others.
  default long longestWait() {
    return CarrierChannel.SLICE_NANOS;
  }

  /// What the object looks like now.
  MailboxStatus status();

  /// What a sender may want to know.
  Occupancy occupancy();

  /// Lets go of it.
  @Override
  void close();
}
