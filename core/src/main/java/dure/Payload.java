// SPDX-License-Identifier: Apache-2.0
package dure;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// How the bytes of a message are read from what the sender holds them in. It has no state, so that
/// one send serves every source and allocates nothing.
///
/// @param <S> what holds the bytes
public interface Payload<S> {
  /// Bytes in an array.
  Payload<byte[]> ARRAY =
      new Payload<>() {
        @Override
        public long size(byte[] source) {
          return source.length;
        }

        @Override
        public void copyTo(byte[] source, MemorySegment target, long offset) {
          MemorySegment.copy(source, 0, target, JAVA_BYTE, offset, source.length);
        }

        @Override
        public byte[] bytes(byte[] source) {
          return source;
        }
      };

  /// Bytes in a segment.
  Payload<MemorySegment> SEGMENT =
      new Payload<>() {
        @Override
        public long size(MemorySegment source) {
          return source.byteSize();
        }

        @Override
        public void copyTo(MemorySegment source, MemorySegment target, long offset) {
          MemorySegment.copy(source, 0, target, offset, source.byteSize());
        }

        @Override
        public byte[] bytes(MemorySegment source) {
          return source.toArray(JAVA_BYTE);
        }
      };

  /// How many bytes there are.
  long size(S source);

  /// Copies all of them to `offset` of the target.
  void copyTo(S source, MemorySegment target, long offset);

  /// All of them as an array, copied only if they are in none.
  byte[] bytes(S source);
}
