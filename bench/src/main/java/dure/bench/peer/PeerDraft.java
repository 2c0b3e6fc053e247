// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A sender's private buffer, from which every message is copied in.
///
/// A message begins with its number and ends with the number's complement; all bytes between are
/// [#FILL].
public final class PeerDraft {
  /// Every byte that is not part of a number.
  public static final byte FILL = 0x5D;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  /// The message.
  final byte[] bytes;

  /// @param length of the message
  public PeerDraft(int length) {
    bytes = new byte[length];
    Arrays.fill(bytes, FILL);
  }

  /// Writes the number at both ends.
  byte[] numbered(long number) {
    LONG.set(bytes, 0, number);
    LONG.set(bytes, bytes.length - Long.BYTES, ~number);
    return bytes;
  }
}
