// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.cli.demo.Note.Event;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// What a sender of the demo does, through a Unix socket instead of the mailbox: the same pieces,
/// straight from the file, and the same notes.
final class SocketSender {
  private SocketSender() {}

  /// @param arguments the [Orders]; for a mailbox they have the path of a socket
  public static void main(String[] arguments) throws IOException {
    Orders orders = Orders.of(arguments);
    try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(orders.mailbox()));
        Arena arena = Arena.ofShared();
        FileChannel file = FileChannel.open(Path.of(orders.file()));
        Journal journal = Journal.begin(Path.of(orders.journal()))) {
      MemorySegment contents = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena);
      Plan plan = new Plan(orders.fileBytes(), orders.messageSize());
      SocketFrame frame = new SocketFrame();
      orders.awaitStart();
      for (int piece = orders.first(); piece < plan.count(); piece += orders.senders()) {
        journal.add(note(Event.SENDING, piece, orders));
        MemorySegment part = contents.asSlice(plan.offset(piece), plan.length(piece));
        frame.write(socket, piece, orders.index(), part.asByteBuffer());
        journal.add(note(Event.ACCEPTED, piece, orders));
      }
    }
  }

  private static Note note(Event event, int piece, Orders orders) {
    return new Note(event, piece, orders.index(), orders.life(), -1, 0, System.nanoTime());
  }
}
