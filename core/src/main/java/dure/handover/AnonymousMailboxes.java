// SPDX-License-Identifier: Apache-2.0
package dure.handover;

import dure.Address;
import dure.Channel;
import dure.MailboxSettings;
import dure.Transport;
import dure.file.SharedFile;

/// A transport whose mailboxes can be without a name: memory that its owner hands to the processes
/// of its choice. No process lists such a mailbox, and none opens it by an address.
public interface AnonymousMailboxes {
  /// The transport of this machine's shared memory.
  static AnonymousMailboxes inSharedMemory() {
    Address any = new Address(Address.DEFAULT_SCHEME, "any");
    if (Transport.of(any) instanceof AnonymousMailboxes shared) {
      return shared;
    }
    throw new IllegalStateException("the transport of shared memory is not this library's");
  }

  /// A mailbox without a name, as its owner has it.
  interface Owned {
    /// The owner's own handle; the mailbox ends with it, or with the process.
    Channel channel();

    /// The memory opened once more, to be handed out and then closed.
    SharedFile memory();
  }

  /// Makes a mailbox that this process owns.
  ///
  /// @param called what errors call it
  /// @param owner the name of this process among its participants
  /// @throws dure.OutOfSharedMemoryException if the memory it needs is not there
  Owned create(Address called, MailboxSettings settings, String owner);

  /// Takes part in a mailbox that another process has handed out.
  ///
  /// @param called what errors call it
  /// @param connection to the owner, whose end says that the owner has gone; closed with the
  ///   channel, and if this fails
  /// @param fd what the owner has handed out, closed here
  /// @param participant the name of this process among its participants
  Channel join(Address called, Socket connection, int fd, String participant);
}
