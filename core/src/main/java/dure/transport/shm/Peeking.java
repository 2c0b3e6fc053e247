// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.LATE;

import dure.DamagedMailboxException;
import dure.Message;
import dure.Order;
import dure.file.Mapping;
import dure.layout.CellLayout;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.layout.SlotWord;
import dure.queue.PairWalk;
import dure.raw.Words;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Copies the untaken messages out of a region that it only reads.
final class Peeking {
  private static final Comparator<Seen> BY_POSITION = Comparator.comparingLong(Seen::position);
  private static final Comparator<Seen> BY_PRIORITY =
      Comparator.comparingInt(Seen::priority).reversed().thenComparing(BY_POSITION);

  /// How often a pair is walked anew because its receiver was quicker.
  private static final int MOST_TRIES = 100;

  private Peeking() {}

  /// A look that copies at most so many.
  static Inspection.Look<List<Message>> of(int most) {
    return (address, file, header, mapping) -> {
      try {
        return header.isRing() ? pair(header, mapping, most) : cells(header, mapping, most);
      } catch (InternalError truncated) {
        throw new DamagedMailboxException(
            address.toString(), "its file has just been truncated; delete it and create it anew");
      } finally {
        Reference.reachabilityFence(mapping);
      }
    };
  }

  /// A message that was seen: enough to put it in order before it is copied.
  private record Seen(int index, long word, long position, int priority) {}

  /// Sorts all that there are, and copies the first. One that is taken meanwhile leaves its place
  /// to the next.
  private static List<Message> cells(Header header, Mapping mapping, int most) {
    CellScan scan = new CellScan(header, mapping.address());
    List<Seen> seen = header.isRendezvous() ? List.of() : seen(header, scan, mapping.address());
    return seen.stream()
        .sorted(header.order() == Order.PRIORITY ? BY_PRIORITY : BY_POSITION)
        .map(its -> Optional.ofNullable(scan.copy(its.index(), its.word(), 0)))
        .flatMap(Optional::stream)
        .limit(most)
        .toList();
  }

  private static List<Seen> seen(Header header, CellScan scan, long base) {
    ListenerPlaces listeners = ListenerPlaces.of(header, base);
    List<Seen> seen = new ArrayList<>();
    scan.visit(
        new CellScan.Visitor() {
          @Override
          public void cell(int index, long word) {
            int state = SlotWord.state(word);
            if (state == LATE || (state == FULL && listeners.await(index, word))) {
              long at = scan.address(index);
              long position = Words.longPlain(at + CellLayout.POSITION);
              seen.add(new Seen(index, word, position, Words.intPlain(at + CellLayout.PRIORITY)));
            }
          }

          @Override
          public void segmentAbsent(int first, long segmentWord) {}
        });
    return seen;
  }

  /// From the head on, and anew if the receiver has come by meanwhile.
  private static List<Message> pair(Header header, Mapping mapping, int most) {
    long base = mapping.address();
    List<Message> seen = new ArrayList<>();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      seen.clear();
      long head = Words.longAcquire(base + HeaderLayout.PAIR_HEAD); // SYNC: pair-head
      long noted = Words.longOpaque(base + HeaderLayout.PAIR_RECEIVED);
      long first = noted + (PairLayout.headCount(head) - (int) noted);
      PairWalk.over(
          base + header.engineOffset(),
          header.ringBytes(),
          header.capacity(),
          header.messageSize(),
          head,
          (at, record, number) -> {
            if (seen.size() < most && !PairLayout.isTakenBack(record)) {
              seen.add(copy(at, record, first + (number - PairLayout.headCount(head))));
            }
          });
      if (Words.longAcquire(base + HeaderLayout.PAIR_HEAD) == head) {
        break;
      }
    }
    return List.copyOf(seen);
  }

  private static Message copy(long at, long record, long position) {
    byte[] bytes = new byte[(int) PairLayout.messageSize(record)];
    Words.copyOut(at + PairLayout.RECORD_PAYLOAD, bytes, 0, bytes.length);
    return Message.of(bytes, new Message.Stamps(PairLayout.sender(record), position, 0, 0, 0, 0));
  }
}
