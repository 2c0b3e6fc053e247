// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Claim;
import dure.Room;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A place for a message, taken in a transaction, and a buffer of this process to write it in.
final class BrokerClaim implements Claim {
  private final byte[] bytes;
  private final Room room;
  private final Thread owner = Thread.currentThread();
  private final Consumer<byte @Nullable []> end;
  private boolean over;

  /// @param end sends the bytes, or gives the place back if there are none
  BrokerClaim(int size, Consumer<byte @Nullable []> end) {
    this.bytes = new byte[size];
    this.room = Room.of(bytes);
    this.end = end;
  }

  private Room room() {
    if (over || Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "a claim is for the thread that made it, until it is published or closed");
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
    if (size < 0 || size > bytes.length) {
      throw new IllegalArgumentException(
          "of a claim of " + bytes.length + " bytes no message of " + size + " can be published");
    }
    over = true;
    end.accept(size == bytes.length ? bytes : Arrays.copyOf(bytes, (int) size));
  }

  @Override
  public void close() {
    if (!over) {
      Room _ = room();
      over = true;
      end.accept(null);
    }
  }
}
