// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.MailboxClosedException;
import dure.handover.DescriptorLoop;
import dure.handover.DescriptorServer;
import dure.handover.Socket;
import dure.linux.Sockets;
import java.lang.ref.WeakReference;

/// Hears the end of a mailbox's owner, and tells an attachment of this process.
///
/// @param connection to the owner, closed here
/// @param attachment a handle that was dropped has no waiter that would have to be told
/// @param name of the mailbox
record OwnerWatch(Socket connection, WeakReference<Attachment> attachment, String name)
    implements DescriptorLoop.Source {
  @Override
  public int[] descriptors() {
    return new int[] {connection.fd()};
  }

  /// The last word, or the end: of the owner, or of this attachment.
  @Override
  public boolean attend(boolean[] ready) {
    try (connection) {
      Attachment its = attachment.get();
      boolean stillOwned = Sockets.receive(connection.fd()).value() == DescriptorServer.STILL_OWNED;
      if (its != null && !stillOwned && !its.isClosed()) {
        // It waits until the kernel has ended the owner, and so not on the thread of the loop.
        Thread _ = Thread.ofVirtual().name("dure-visit-" + name).start(() -> tell(its));
      }
    }
    return false;
  }

  private static void tell(Attachment attachment) {
    try {
      attachment.ownerMayBeGone();
    } catch (MailboxClosedException | InternalError meanwhile) {
      // Then no thread waits here that would have to be woken.
    }
  }
}
