// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.Claim;
import dure.Mailbox;
import dure.cli.demo.Note.Event;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A sender of the demo: sends its share of the pieces, each straight from the file into the
/// mailbox, and notes before and after each what it does.
final class SenderProcess {
  private final Mailbox mailbox;
  private final Orders orders;
  private final MemorySegment file;
  private final Journal journal;
  private final Plan plan;

  private SenderProcess(Mailbox mailbox, Orders orders, MemorySegment file, Journal journal) {
    this.mailbox = mailbox;
    this.orders = orders;
    this.file = file;
    this.journal = journal;
    this.plan = new Plan(file.byteSize(), mailbox.settings().messageSize());
  }

  /// @param arguments the [Orders]
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Orders orders = Orders.of(arguments);
    try (Mailbox mailbox = Mailbox.named(orders.mailbox()).participant(orders.role()).open();
        Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(Path.of(orders.file()));
        Journal journal = Journal.begin(Path.of(orders.journal()))) {
      MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      SenderProcess sender = new SenderProcess(mailbox, orders, file, journal);
      orders.awaitStart();
      sender.sendAll();
    }
  }

  private void sendAll() throws IOException, InterruptedException {
    for (int piece = orders.first(); piece < plan.count(); piece += orders.senders()) {
      note(Event.SENDING, piece);
      send(piece);
      note(Event.ACCEPTED, piece);
    }
  }

  private void send(int piece) throws InterruptedException {
    int length = plan.length(piece);
    try (Claim claim = mailbox.claim(Plan.HEAD_BYTES + length)) {
      claim
          .putLong(Plan.PIECE_AT, piece)
          .putInt(Plan.SENDER_AT, orders.index())
          .putInt(Plan.LIFE_AT, orders.life());
      MemorySegment.copy(file, plan.offset(piece), claim.segment(), Plan.HEAD_BYTES, length);
      claim.publish();
    }
  }

  private void note(Event event, int piece) throws IOException {
    journal.add(new Note(event, piece, orders.index(), orders.life(), -1, 0, System.nanoTime()));
  }
}
