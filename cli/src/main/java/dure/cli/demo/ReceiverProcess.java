// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import static java.nio.file.StandardOpenOption.WRITE;

import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.Message;
import dure.cli.demo.Note.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A receiver of the demo: works on each message in place, writing its piece where it belongs in
/// the new file. A message is given back only after its piece is written and noted, so the one in
/// hand when this process is killed goes to another receiver.
final class ReceiverProcess {
  private final Mailbox mailbox;
  private final FileChannel copy;
  private final Plan plan;
  private final Journal journal;

  private ReceiverProcess(Mailbox mailbox, FileChannel copy, Plan plan, Journal journal) {
    this.mailbox = mailbox;
    this.copy = copy;
    this.plan = plan;
    this.journal = journal;
  }

  /// @param arguments the [Orders]
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Orders orders = Orders.of(arguments);
    try (Mailbox mailbox = Mailbox.named(orders.mailbox()).participant(orders.role()).open();
        FileChannel copy = FileChannel.open(Path.of(orders.file()), WRITE);
        Journal journal = Journal.begin(Path.of(orders.journal()))) {
      Plan plan = new Plan(orders.fileBytes(), mailbox.settings().messageSize());
      orders.awaitStart();
      new ReceiverProcess(mailbox, copy, plan, journal).receiveAll();
    }
  }

  /// The mailbox is deleted when all is done: that is how receivers learn that nothing more comes.
  @SuppressWarnings("InfiniteLoopStatement")
  private void receiveAll() throws IOException, InterruptedException {
    try {
      while (true) {
        mailbox.receiveInPlace(this::receive);
      }
    } catch (MailboxDeletedException nothingMoreComes) {
      // done
    }
  }

  private void receive(Message message) throws IOException {
    int piece = Math.toIntExact(message.getLong(Plan.PIECE_AT));
    note(Event.TAKEN, piece, message);
    ByteBuffer contents = message.segment().asSlice(Plan.HEAD_BYTES).asByteBuffer();
    if (contents.remaining() != plan.length(piece)) {
      throw new IOException("piece " + piece + " has " + contents.remaining() + " bytes");
    }
    for (long at = plan.offset(piece); contents.hasRemaining(); ) {
      at += copy.write(contents, at);
    }
    note(Event.WRITTEN, piece, message);
  }

  private void note(Event event, int piece, Message message) throws IOException {
    journal.add(
        new Note(
            event,
            piece,
            message.getInt(Plan.SENDER_AT),
            message.getInt(Plan.LIFE_AT),
            message.position(),
            message.redelivered(),
            System.nanoTime()));
  }
}
