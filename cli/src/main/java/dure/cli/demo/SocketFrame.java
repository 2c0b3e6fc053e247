// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A piece on its way through a socket: how long it is, its number, its sender, and its bytes. A
/// stream has no messages, so what a mailbox gives for nothing is done here by hand.
final class SocketFrame {
  private static final int HEAD_BYTES = Integer.BYTES + Plan.HEAD_BYTES;
  private static final int NUMBER_AT = Integer.BYTES + Plan.PIECE_AT;
  private static final int SENDER_AT = Integer.BYTES + Plan.SENDER_AT;

  private final ByteBuffer head = ByteBuffer.allocateDirect(HEAD_BYTES);

  /// Writes one: head and piece with one system call, if the socket takes them.
  void write(SocketChannel socket, int piece, int sender, ByteBuffer contents) throws IOException {
    head.clear();
    head.putInt(0, contents.remaining());
    head.putLong(NUMBER_AT, piece);
    head.putInt(SENDER_AT, sender);
    ByteBuffer[] both = {head, contents};
    while (contents.hasRemaining() || head.hasRemaining()) {
      socket.write(both);
    }
  }

  /// Reads the head of the next, if there is one.
  boolean readHead(SocketChannel socket) throws IOException {
    head.clear();
    if (socket.read(head) < 0) {
      return false;
    }
    readFully(socket, head);
    return true;
  }

  /// Reads the bytes of a piece whose head has been read, from the buffer's beginning.
  ByteBuffer readContents(SocketChannel socket, ByteBuffer buffer) throws IOException {
    buffer.clear().limit(head.getInt(0));
    readFully(socket, buffer);
    return buffer.flip();
  }

  /// The number of the piece.
  int piece() {
    return Math.toIntExact(head.getLong(NUMBER_AT));
  }

  /// The sender of the piece.
  int sender() {
    return head.getInt(SENDER_AT);
  }

  private static void readFully(SocketChannel socket, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (socket.read(buffer) < 0) {
        throw new EOFException("the other process ended within a piece");
      }
    }
  }
}
