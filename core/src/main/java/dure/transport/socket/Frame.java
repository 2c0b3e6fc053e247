// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A frame on its way to the peer. Everything but its bytes is guarded by the writer's lock.
class Frame {
  final byte[] bytes;
  int gone;
  boolean begun;

  /// @param framed its length and what it says
  Frame(byte[] framed) {
    this.bytes = framed;
  }

  /// A frame that says this.
  static Frame of(byte[] body) {
    return new Frame(
        ByteBuffer.allocate(Integer.BYTES + body.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(body.length)
            .put(body)
            .array());
  }

  final boolean isGone() {
    return gone == bytes.length;
  }

  final int left() {
    return bytes.length - gone;
  }

  /// So many more bytes of it have gone.
  void went(int more) {
    gone += more;
    begun = gone > 0;
  }

  /// None of it has gone, and none will.
  void takenBack() {}

  /// Whether its sender waits for all of it, also when an interrupt comes in the middle.
  boolean goesWhole() {
    return false;
  }
}
