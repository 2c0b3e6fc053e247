// SPDX-License-Identifier: Apache-2.0
package dure;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Objects;

/// A claim for a mailbox whose messages do not lie in memory of this process: the sender fills an
/// array, and publishing hands the array to the transport.
///
/// For providers of a [Channel]. The transport keeps the room in the mailbox until [#published] or
/// [#abandoned]; exactly one of them is called, once, in the thread that made the claim.
public abstract class ArrayClaim implements Claim {
  private final String mailbox;
  private final byte[] bytes;
  private final Room room;
  private final Thread owner = Thread.currentThread();
  private boolean open = true;

  /// A claim for the current thread.
  ///
  /// @param mailbox the address, for messages of errors
  /// @param size the length of the longest message it takes, in bytes
  protected ArrayClaim(String mailbox, int size) {
    this.mailbox = mailbox;
    this.bytes = new byte[size];
    this.room = Room.of(bytes);
  }

  /// Sends the message; the transport has room for it.
  ///
  /// @param message its bytes, which the claim no longer uses
  protected abstract void published(byte[] message);

  /// Gives the room back.
  protected abstract void abandoned();

  @Override
  public final long size() {
    return bytes.length;
  }

  @Override
  public final MemorySegment segment() {
    return open().segment();
  }

  @Override
  public final Claim putByte(long offset, byte value) {
    open().putByte(offset, value);
    return this;
  }

  @Override
  public final Claim putInt(long offset, int value) {
    open().putInt(offset, value);
    return this;
  }

  @Override
  public final Claim putLong(long offset, long value) {
    open().putLong(offset, value);
    return this;
  }

  @Override
  public final Claim put(long offset, byte[] from, int at, int length) {
    open().put(offset, from, at, length);
    return this;
  }

  @Override
  public final void publish() {
    publish(bytes.length);
  }

  @Override
  public final void publish(long size) {
    Room _ = open();
    long length = Objects.checkIndex(size, size() + 1);
    open = false;
    published(length == bytes.length ? bytes : Arrays.copyOf(bytes, (int) length));
  }

  @Override
  public final void close() {
    if (open) {
      Room _ = open();
      open = false;
      abandoned();
    }
  }

  private Room open() {
    if (!open || Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "mailbox '"
              + mailbox
              + "': the claim is for the thread that made it, until it is published or closed");
    }
    return room;
  }
}
