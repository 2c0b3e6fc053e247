// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dure.Claim;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// Claimed room in a region.
final class ClaimInPlace extends ThreadCache.Spare implements Claim {
  private final MemoryChannel channel;
  private final MemorySegment region;
  private int claim;
  private long offset;
  private long size;

  ClaimInPlace(Thread thread, MemoryChannel channel, MemorySegment region) {
    super(thread);
    this.channel = channel;
    this.region = region;
  }

  ClaimInPlace open(int claim, long size, long offset) {
    this.claim = claim;
    this.size = size;
    this.offset = offset;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public MemorySegment segment() {
    check("the claim");
    return region.asSlice(offset, size);
  }

  @Override
  public Claim putByte(long at, byte value) {
    region.set(JAVA_BYTE, place(at, Byte.BYTES), value);
    return this;
  }

  @Override
  public Claim putInt(long at, int value) {
    region.set(JAVA_INT_UNALIGNED, place(at, Integer.BYTES), value);
    return this;
  }

  @Override
  public Claim putLong(long at, long value) {
    region.set(JAVA_LONG_UNALIGNED, place(at, Long.BYTES), value);
    return this;
  }

  @Override
  public Claim put(long at, byte[] bytes, int from, int length) {
    MemorySegment.copy(bytes, from, region, JAVA_BYTE, place(at, length), length);
    return this;
  }

  @Override
  public void publish() {
    publish(size);
  }

  @Override
  public void publish(long actual) {
    check("the claim");
    Objects.checkIndex(actual, size + 1);
    done();
    channel.publish(claim, size, actual);
  }

  @Override
  public void close() {
    if (isOpen()) {
      done();
      channel.abandon(claim);
    }
  }

  private long place(long at, long bytes) {
    check("the claim");
    return offset + Objects.checkFromIndexSize(at, bytes, size);
  }
}
