// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.REVOKED;
import static dure.layout.SlotWord.WRITING;

import dure.Address;
import dure.DamagedMailboxException;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.Message;
import dure.Order;
import dure.OwnerGoneException;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.inspect.Trail;
import dure.layout.CellLayout;
import dure.layout.HeaderLayout;
import dure.layout.SlotWord;
import dure.raw.Words;
import java.util.ArrayList;
import java.util.List;

/// Follows the messages of a mailbox from cell to cell and only reads. A message stays readable
/// after it was received, until its cell is claimed again: so an observer that looks once in every
/// lap sees all.
final class CellTrail implements Trail {
  /// How many laps of cells one call looks at: senders may be as fast as it is.
  private static final int MOST_LAPS = 2;

  private final Address address;
  private final SharedFile file;
  private final Header header;
  private final Mapping mapping;
  private final CellScan scan;
  private long position;
  private long missed;
  private boolean closed;

  private CellTrail(Address address, SharedFile file, Header header, Mapping mapping) {
    this.address = address;
    this.file = file;
    this.header = header;
    this.mapping = mapping;
    this.scan = new CellScan(header, mapping.address());
    this.position = end();
  }

  /// A trail with a mapping of its own, which lasts until it is closed.
  static Trail of(Address address, SharedFile file, Header header, Mapping passing) {
    boolean lies = !header.isRing() && !header.isUnbounded() && !header.isRendezvous();
    if (!lies || header.order() != Order.ARRIVAL) {
      throw new UnsupportedOperationException(
          "mailbox '"
              + address
              + "': its messages leave no trail that could be followed without taking them; only"
              + " those of a bounded mailbox in the order of arrival do, unless it is a pair");
    }
    SharedFile own = file.again(false);
    boolean opened = false;
    try {
      Trail trail = new CellTrail(address, own, header, Attachment.map(own, header, false));
      opened = true;
      return trail;
    } finally {
      if (!opened) {
        own.close();
      }
    }
  }

  /// The first position that nobody has claimed yet.
  private long end() {
    long[] end = {0};
    scan.visit(
        new CellScan.Visitor() {
          @Override
          public void cell(int index, long word) {
            long lap = SlotWord.lap(word) + (SlotWord.state(word) == FREE ? 0 : 1);
            end[0] = Math.max(end[0], lap == 0 ? 0 : (lap - 1) * header.cells() + index + 1);
          }

          @Override
          public void segmentAbsent(int first, long segmentWord) {}
        });
    return end[0];
  }

  @Override
  public List<Message> next() {
    if (closed) {
      throw new MailboxClosedException(address.toString(), "this process has closed its trail");
    }
    try {
      requireLive();
      return read();
    } catch (InternalError truncated) {
      throw new DamagedMailboxException(
          address.toString(), "its file has been truncated; delete it and create it anew");
    }
  }

  private void requireLive() {
    switch (Words.intAcquire(mapping.address() + HeaderLayout.STATE)) {
      case HeaderLayout.LIVE -> {}
      case HeaderLayout.OWNER_GONE ->
          throw new OwnerGoneException(address.toString(), "its owner has ended");
      case HeaderLayout.DELETED ->
          throw new MailboxDeletedException(address.toString(), "it has been deleted");
      default ->
          throw new DamagedMailboxException(
              address.toString(), "its state is overwritten; delete it and create it anew");
    }
  }

  private List<Message> read() {
    List<Message> seen = new ArrayList<>();
    for (int looks = 0; looks < MOST_LAPS * header.cells(); looks++) {
      int index = (int) (position % header.cells());
      long word = scan.word(index);
      long ahead = SlotWord.lap(word) - position / header.cells();
      int state = SlotWord.state(word);
      if (ahead < 0 || (ahead == 0 && (state == FREE || state == WRITING))) {
        break;
      }
      pass(index, word, ahead, seen);
    }
    return seen;
  }

  /// Goes on by one, or by as many as are written over.
  private void pass(int index, long word, long ahead, List<Message> seen) {
    boolean there =
        SlotWord.state(word) != REVOKED
            && Words.longPlain(scan.address(index) + CellLayout.POSITION) == position;
    Message copy = there ? scan.copy(index, word, missed) : null;
    if (copy != null && copy.position() == position) {
      seen.add(copy);
      missed = 0;
      position++;
    } else if (there && ahead == 0) {
      return; // it changed hands while it was read: another look
    } else if (ahead > 1 || (ahead == 1 && SlotWord.state(word) != FREE)) {
      long oldest = Math.max(position + 1, end() - header.cells());
      missed += oldest - position;
      position = oldest;
    } else {
      position++; // a claim that came to nothing, or one that comes late
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      mapping.close();
      file.close();
    }
  }
}
