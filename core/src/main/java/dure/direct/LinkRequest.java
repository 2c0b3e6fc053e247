// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.linux.Pipes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What one process asks another at its socket, a packet each: a byte that tells which, and the
/// name of the sender where it asks for a link.
///
/// @param kind [#LINK] or [#PARTNERS]; of anything else nothing is known
/// @param name of the process that asks for a link; else empty
record LinkRequest(int kind, String name) {
  /// The process of this name, which the sender is, wants to send messages.
  static final int LINK = 1;

  /// The sender wants to know with which others the process is linked.
  static final int PARTNERS = 2;

  private static final int LONGEST = 1 + ProcessAddress.LONGEST;

  static LinkRequest link(String name) {
    return new LinkRequest(LINK, name);
  }

  static LinkRequest partners() {
    return new LinkRequest(PARTNERS, "");
  }

  /// Says it; that the other side has gone shows in the answer.
  void send(int connection) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment packet = arena.allocate(1L + text.length);
      packet.set(JAVA_BYTE, 0, (byte) kind);
      MemorySegment.copy(text, 0, packet, JAVA_BYTE, 1, text.length);
      long _ = Pipes.write(connection, packet, packet.byteSize());
    }
  }

  /// What the process at the other end asks, once there is something to read; null if it has gone.
  static @Nullable LinkRequest read(int connection) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment packet = arena.allocate(LONGEST);
      long got = Pipes.read(connection, packet, LONGEST);
      if (got < 1) {
        return null;
      }
      byte[] text = packet.asSlice(1, got - 1).toArray(JAVA_BYTE);
      return new LinkRequest(packet.get(JAVA_BYTE, 0), new String(text, StandardCharsets.UTF_8));
    }
  }
}
