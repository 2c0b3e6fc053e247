// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Claim;
import dure.Room;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/// Room that the host keeps claimed while this side fills an array of the same length. So
/// publishing never waits for room, only for the host to say that it is done.
final class RemoteClaim implements Claim {
  private final String mailbox;
  private final ClientConnection conversation;
  private final Call call;
  private final Thread thread = Thread.currentThread();
  private final byte[] bytes;
  private final Room room;
  private boolean open = true;

  RemoteClaim(String mailbox, ClientConnection conversation, Call call, int size) {
    this.mailbox = mailbox;
    this.conversation = conversation;
    this.call = call;
    this.bytes = new byte[size];
    this.room = Room.of(bytes);
  }

  private Room room() {
    if (!open || Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "mailbox '"
              + mailbox
              + "': the claim is for the thread that made it, until it is published or closed");
    }
    return room;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public MemorySegment segment() {
    return room().segment();
  }

  @Override
  public Claim putByte(long offset, byte value) {
    room().putByte(offset, value);
    return this;
  }

  @Override
  public Claim putInt(long offset, int value) {
    room().putInt(offset, value);
    return this;
  }

  @Override
  public Claim putLong(long offset, long value) {
    room().putLong(offset, value);
    return this;
  }

  @Override
  public Claim put(long offset, byte[] from, int at, int length) {
    room().put(offset, from, at, length);
    return this;
  }

  @Override
  public void publish() {
    publish(bytes.length);
  }

  @Override
  public void publish(long size) {
    Room _ = room();
    Objects.checkIndex(size, bytes.length + 1L);
    settle(new WireWriter(bytes.length + 1).flag(true).rest(Arrays.copyOf(bytes, (int) size)));
  }

  @Override
  public void close() {
    if (open && conversation.isClosed()) {
      open = false; // the closing has abandoned it
      call.close();
    } else if (open) {
      settle(new WireWriter().flag(false));
    }
  }

  private void settle(WireWriter outcome) {
    open = false;
    try (call) {
      conversation.follow(call.id, outcome);
      call.awaitDone();
    }
  }
}
