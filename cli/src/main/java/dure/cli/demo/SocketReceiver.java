// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import static java.nio.file.StandardOpenOption.WRITE;

import dure.cli.demo.Note.Event;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// What a receiver of the demo does, at a Unix socket instead of the mailbox: it writes each piece
/// where it belongs in the new file, and notes the same.
final class SocketReceiver {
  private SocketReceiver() {}

  /// @param arguments the [Orders]; for a mailbox they have the path of a socket
  public static void main(String[] arguments) throws IOException {
    Orders orders = Orders.of(arguments);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        FileChannel copy = FileChannel.open(Path.of(orders.file()), WRITE);
        Journal journal = Journal.begin(Path.of(orders.journal()))) {
      server.bind(UnixDomainSocketAddress.of(orders.mailbox()));
      orders.awaitStart();
      Plan plan = new Plan(orders.fileBytes(), orders.messageSize());
      try (SocketChannel socket = server.accept()) {
        receiveAll(socket, copy, plan, journal, Math.toIntExact(orders.messageSize()));
      }
    }
  }

  private static void receiveAll(
      SocketChannel socket, FileChannel copy, Plan plan, Journal journal, int longest)
      throws IOException {
    SocketFrame frame = new SocketFrame();
    ByteBuffer buffer = ByteBuffer.allocateDirect(longest);
    while (frame.readHead(socket)) {
      ByteBuffer contents = frame.readContents(socket, buffer);
      journal.add(note(Event.TAKEN, frame));
      for (long at = plan.offset(frame.piece()); contents.hasRemaining(); ) {
        at += copy.write(contents, at);
      }
      journal.add(note(Event.WRITTEN, frame));
    }
  }

  private static Note note(Event event, SocketFrame frame) {
    return new Note(event, frame.piece(), frame.sender(), 1, frame.piece(), 0, System.nanoTime());
  }
}
