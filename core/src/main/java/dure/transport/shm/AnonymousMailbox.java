// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.Channel;
import dure.MailboxSettings;
import dure.Transport.Opening;
import dure.Waiting;
import dure.file.FileLocation;
import dure.file.SharedFile;
import dure.handover.AnonymousMailboxes;
import dure.handover.Socket;

/// A mailbox in memory without a name, as its owner has it.
record AnonymousMailbox(Channel channel, Attachment attachment)
    implements AnonymousMailboxes.Owned {
  /// Makes one that this process owns.
  static AnonymousMailbox create(Address called, MailboxSettings settings, String owner) {
    Header header = Header.of(settings);
    SharedFile file =
        SharedFile.anonymous(
            FileLocation.anonymous(called.toString()),
            header.extent(),
            settings.mode(),
            settings.group(),
            header::writeTo);
    Attachment attachment = Attachment.join(called, file, header, as(owner));
    boolean created = false;
    try {
      attachment.own();
      MailboxSettings kept = MailboxFiles.settings(file, header);
      Channel channel = new MemoryChannel(kept, attachment, Waiting.ADAPTIVE);
      created = true;
      return new AnonymousMailbox(channel, attachment);
    } finally {
      if (!created) {
        attachment.close();
      }
    }
  }

  static Opening as(String participant) {
    return new Opening(Waiting.ADAPTIVE, participant, 0, false, false);
  }

  /// The connection to the owner of one; closed if this fails.
  static OwnerConnection at(Address called, Socket connection, int fd) {
    boolean done = false;
    try (SharedFile handed = SharedFile.adopt(FileLocation.anonymous(called.toString()), fd)) {
      OwnerConnection opened = new OwnerConnection(connection, handed.again(true));
      done = true;
      return opened;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  @Override
  public SharedFile memory() {
    return attachment.file().again(true);
  }
}
