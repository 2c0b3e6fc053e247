// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.Payload;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The message in a frame that streams it, read where it lies.
final class StreamedBytes implements Payload<byte[]> {
  static final StreamedBytes PAYLOAD = new StreamedBytes();

  /// Where a frame says whether its sender is told: behind the loan and the kind.
  private static final int TOLD = Integer.BYTES + 1;

  private static final int MESSAGE = TOLD + 1;

  private StreamedBytes() {}

  /// Whether the sender is to be told that the message is in the mailbox.
  ///
  /// @throws IllegalArgumentException if the frame ends before it says so
  boolean isTold(byte[] frame) {
    if (frame.length < MESSAGE) {
      throw new IllegalArgumentException("a frame of a stream ends too early");
    }
    return frame[TOLD] != 0;
  }

  @Override
  public long size(byte[] frame) {
    return frame.length - MESSAGE;
  }

  @Override
  public void copyTo(byte[] frame, MemorySegment target, long offset) {
    MemorySegment.copy(frame, MESSAGE, target, JAVA_BYTE, offset, frame.length - MESSAGE);
  }

  @Override
  public byte[] bytes(byte[] frame) {
    return Arrays.copyOfRange(frame, MESSAGE, frame.length);
  }
}
