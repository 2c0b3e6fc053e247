// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.NoSuchMailboxException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A message queue of the kernel, by Dure's calls: `send(bytes)` and `receiveInto(buffer)`.
///
/// @param keyed whether a file's path is the key of the queue; if not, the name is its own
record KernelQueuePeer(String name, boolean keyed, String meaning) implements Peer {
  /// What the kernel allows a queue to have without being asked.
  private static final int MESSAGES = 10;

  private static final int BYTES = 16_384;
  private static final int LONGEST = 8192;

  @Override
  public String rival() {
    return name;
  }

  @Override
  public boolean queues() {
    return true;
  }

  @Override
  public boolean isDure() {
    return true;
  }

  @Override
  public int mostBytes() {
    return LONGEST;
  }

  private String address(PeerPlace place) {
    return keyed ? "sysv:" + place.file() + "#1" : "posix:/" + place.name();
  }

  @Override
  public void create(PeerPlace place) {
    if (keyed) {
      place.createFile(0);
    }
    MailboxBuilder builder = Mailbox.named(address(place));
    if (keyed) {
      builder.capacity(Capacity.bytes(BYTES));
    } else {
      builder.messageSize(place.messageBytes()).capacity(Capacity.bounded(MESSAGES));
    }
    builder.create().close();
  }

  @Override
  public Sender sender(PeerPlace place) {
    Mailbox mailbox = Mailbox.open(address(place));
    PeerDraft draft = new PeerDraft(place.messageBytes());
    return number -> mailbox.send(draft.numbered(number));
  }

  @Override
  public Receiver receiver(PeerPlace place, Tally tally) {
    Mailbox mailbox = Mailbox.open(address(place));
    ByteBuffer bytes = ByteBuffer.allocateDirect(LONGEST).order(ByteOrder.LITTLE_ENDIAN);
    MemorySegment buffer = MemorySegment.ofBuffer(bytes);
    return () -> tally.note(bytes, 0, (int) mailbox.receiveInto(buffer));
  }

  @Override
  public void remove(PeerPlace place) {
    try {
      Mailbox.delete(address(place));
    } catch (NoSuchMailboxException neverCreated) {
      // then there is nothing to remove
    } finally {
      place.removeFile();
    }
  }
}
