// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.file.SharedFile;
import dure.handover.AccessPolicy;
import dure.handover.DescriptorServer;
import dure.handover.OwnerSocketName;
import dure.layout.FileNames;
import dure.linux.Sockets;

/// Hands out the anonymous memory of a mailbox that this process owns.
///
/// What is handed out is not the descriptor that holds the owner's lock: a visitor's copy would
/// keep that alive.
///
/// @param attachment the owner's
/// @param readable to hand to who may only look
/// @param writable to hand to who may take part
record MemoryAccessPolicy(Attachment attachment, SharedFile readable, SharedFile writable)
    implements AccessPolicy {
  /// Where the door of a mailbox is.
  static OwnerSocketName door(Address address) {
    return new OwnerSocketName(address, FileNames.current().door(address.name()));
  }

  /// Opens the memory for handing out.
  static MemoryAccessPolicy of(SharedFile file, Attachment attachment) {
    SharedFile readable = file.again(false);
    SharedFile writable = null;
    try {
      writable = file.again(true);
      return new MemoryAccessPolicy(attachment, readable, writable);
    } finally {
      if (writable == null) {
        readable.close();
      }
    }
  }

  @Override
  public int handOut(Sockets.Peer visitor) {
    return AccessPolicy.byMode(visitor, readable.fd(), writable.fd());
  }

  @Override
  public int places() {
    return attachment.header().participants() + DescriptorServer.ONLOOKERS;
  }

  @Override
  public boolean isWanted() {
    return !attachment.isClosed() && attachment.isLive();
  }

  @Override
  public void close() {
    readable.close();
    writable.close();
  }
}
