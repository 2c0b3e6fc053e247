// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dure.Message;
import dure.queue.Taken;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// A taken message where it lies: in the region, or in a copy of the receiver's own.
final class MessageInPlace extends Spares.Spare implements Message {
  private final Taken taken;
  private final MemorySegment shared;
  private MemorySegment region;
  private int take;
  private long offset;
  private long size;

  MessageInPlace(Thread thread, Taken taken, MemorySegment region) {
    super(thread);
    this.taken = taken;
    this.shared = region;
    this.region = region;
  }

  MessageInPlace open(int take) {
    this.take = take;
    this.size = taken.size(take);
    MemorySegment copy = taken.copyOf(take);
    this.region = copy == null ? shared : copy;
    this.offset = taken.messageAddress(take, size) - region.address();
    return this;
  }

  @Override
  public long size() {
    check("the message");
    return size;
  }

  @Override
  public byte[] bytes() {
    byte[] bytes = new byte[(int) size()];
    copyTo(0, bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public MemorySegment segment() {
    return region.asSlice(place(0, size), size).asReadOnly();
  }

  @Override
  public byte getByte(long at) {
    return region.get(JAVA_BYTE, place(at, Byte.BYTES));
  }

  @Override
  public int getInt(long at) {
    return region.get(JAVA_INT_UNALIGNED, place(at, Integer.BYTES));
  }

  @Override
  public long getLong(long at) {
    return region.get(JAVA_LONG_UNALIGNED, place(at, Long.BYTES));
  }

  @Override
  public void copyTo(long from, byte[] into, int at, int length) {
    MemorySegment.copy(region, JAVA_BYTE, place(from, length), into, at, length);
  }

  @Override
  public long sender() {
    check("the message");
    return taken.sender(take);
  }

  @Override
  public long position() {
    check("the message");
    return taken.position(take);
  }

  @Override
  public long number() {
    check("the message");
    return taken.number(take);
  }

  @Override
  public long missed() {
    check("the message");
    return taken.missed(take);
  }

  @Override
  public int priority() {
    check("the message");
    return taken.priority(take);
  }

  @Override
  public int redelivered() {
    check("the message");
    return taken.redelivered(take);
  }

  private long place(long at, long bytes) {
    check("the message");
    return offset + Objects.checkFromIndexSize(at, bytes, size);
  }
}
