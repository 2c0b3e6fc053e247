// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.layout.SlotWord.FREE;
import static dure.layout.SlotWord.FULL;
import static dure.layout.SlotWord.LATE;
import static dure.layout.SlotWord.READING;
import static dure.layout.SlotWord.REVOKED;
import static dure.layout.SlotWord.WRITING;

import dure.Address;
import dure.MailboxStatus;
import dure.MailboxStatus.Condition;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.MailboxStatus.Participant;
import dure.Receivers;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.layout.CellLayout;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.layout.ParticipantLayout;
import dure.layout.SegmentLayout;
import dure.layout.SlotWord;
import dure.linux.Files;
import dure.linux.Names;
import dure.queue.PairWalk;
import dure.raw.Words;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Looks at a region without changing it: everything is counted from the words themselves, so that
/// no message costs a counter.
final class Inspection {
  private final SharedFile file;
  private final Header header;
  private final long base;

  private Inspection(SharedFile file, Header header, Mapping mapping) {
    this.file = file;
    this.header = header;
    this.base = mapping.address();
  }

  /// What stands in a mapped region.
  static MailboxStatus of(Address address, SharedFile file, Header header, Mapping mapping) {
    try {
      Inspection inspection = new Inspection(file, header, mapping);
      return new MailboxStatus(address, inspection.condition(), inspection.details());
    } catch (InternalError truncated) {
      return new MailboxStatus(address, Condition.DAMAGED, null);
    } finally {
      Reference.reachabilityFence(mapping);
    }
  }

  private Condition condition() {
    return switch (Words.intAcquire(base + HeaderLayout.STATE)) {
      case HeaderLayout.LIVE -> Condition.LIVE;
      case HeaderLayout.DELETED -> Condition.DELETED;
      case HeaderLayout.OWNER_GONE -> Condition.OWNER_GONE;
      default -> Condition.DAMAGED;
    };
  }

  private Details details() {
    Files.Status status = file.status();
    String group = Names.group(status.gid());
    Traffic traffic = header.isRing() ? pairTraffic() : slotTraffic();
    return new Details(
        header.settings(status.permissions() & 0777, group),
        Names.user(status.uid()),
        group,
        status.allocated(),
        traffic.sent - traffic.received,
        new Counters(
            traffic.sent,
            traffic.received,
            counter(HeaderLayout.REDELIVERED),
            counter(HeaderLayout.REPAIRED),
            counter(HeaderLayout.PASSED),
            counter(HeaderLayout.DROPPED),
            counter(HeaderLayout.DEAD)),
        participants(),
        true,
        Map.of());
  }

  private record Traffic(long sent, long received) {}

  private Traffic pairTraffic() {
    long head = counter(HeaderLayout.PAIR_HEAD);
    long noted = counter(HeaderLayout.PAIR_RECEIVED);
    long passed = noted + (PairLayout.headCount(head) - (int) noted);
    long received = passed - counter(HeaderLayout.ABANDONED);
    int depth =
        PairWalk.depth(base + header.engineOffset(), header.capacity(), header.messageSize(), head);
    return new Traffic(received + depth, received);
  }

  /// Each lap of a cell is a message, but for the skipped, the abandoned and the unfinished. What
  /// is offered in a rendezvous is not in the mailbox.
  private Traffic slotTraffic() {
    long laps = 0;
    long depth = 0;
    long unfinished = 0;
    for (int cell = 0; cell < header.cells(); cell++) {
      if (header.isUnbounded() && cell % SegmentLayout.CELLS == 0) {
        long segment = segment(cell);
        if (SegmentLayout.state(segment) != SegmentLayout.PRESENT) {
          laps += SegmentLayout.lap(segment) * SegmentLayout.CELLS;
          cell += SegmentLayout.CELLS - 1;
          continue;
        }
      }
      long word = Words.longAcquire(base + header.cellsOffset() + cell * CellLayout.BYTES);
      int state = SlotWord.state(word);
      boolean sent =
          (state == FULL || state == LATE) && isKept(SlotWord.cursor(SlotWord.lap(word), cell));
      laps += SlotWord.lap(word) + (state == FREE ? 0 : 1);
      if (!header.isRendezvous() && (sent || state == READING)) {
        depth++;
      } else if ((sent && header.isRendezvous()) || state == WRITING || state == REVOKED) {
        unfinished++;
      }
    }
    long lost = counter(HeaderLayout.SKIPPED) + counter(HeaderLayout.ABANDONED) + unfinished;
    long sent = Math.max(depth, laps - lost);
    return new Traffic(sent, sent - depth);
  }

  private long segment(int cell) {
    int index = cell / SegmentLayout.CELLS;
    return Words.longAcquire(base + header.engineOffset() + index * (long) Long.BYTES);
  }

  /// Whether a message is kept for anybody. Where all receive everything, one that the slowest has
  /// passed merely lies there.
  private boolean isKept(long cursor) {
    if (header.receivers() != Receivers.ALL) {
      return true;
    }
    boolean kept = false;
    for (int index = 1; index <= header.participants() && !kept; index++) {
      long entry = base + ParticipantLayout.OFFSET + index * ParticipantLayout.BYTES;
      long place = Words.longAcquire(entry + ParticipantLayout.PLACE);
      kept = place != 0 && cursor - (place - 1) >= 0;
    }
    return kept;
  }

  private List<Participant> participants() {
    List<Participant> all = new ArrayList<>();
    int owner = Words.intAcquire(base + HeaderLayout.OWNER_INDEX);
    for (int index = 1; index <= header.participants(); index++) {
      long entry = base + ParticipantLayout.OFFSET + index * ParticipantLayout.BYTES;
      if (Words.intAcquire(entry + ParticipantLayout.STATE) == ParticipantLayout.IN_USE) {
        all.add(participant(entry, index, index == owner));
      }
    }
    return all;
  }

  private Participant participant(long entry, int index, boolean owner) {
    byte[] name = new byte[ParticipantLayout.NAME_BYTES];
    Words.copyOut(entry + ParticipantLayout.NAME, name, 0, name.length);
    int roles = Words.intPlain(entry + ParticipantLayout.ROLES);
    return new Participant(
        Words.longPlain(entry + ParticipantLayout.ID),
        new String(name, StandardCharsets.UTF_8).replace("\0", ""),
        Words.intPlain(entry + ParticipantLayout.PID),
        Names.user(Words.intPlain(entry + ParticipantLayout.UID)),
        Participants.lock(file, base, index).isHeld(),
        owner,
        (roles & ParticipantLayout.SENDS) != 0,
        (roles & ParticipantLayout.RECEIVES) != 0,
        Words.intPlain(entry + ParticipantLayout.WAITING_TO_SEND),
        Words.intPlain(entry + ParticipantLayout.WAITING_TO_RECEIVE));
  }

  private long counter(long offset) {
    return Words.longOpaque(base + offset);
  }
}
