// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.layout.ParticipantLayout.BYTES;
import static dure.layout.ParticipantLayout.IN_USE;
import static dure.layout.ParticipantLayout.OFFSET;

import dure.MailboxStatus.Participant;
import dure.Receivers;
import dure.file.SharedFile;
import dure.inspect.ParticipantSnapshot;
import dure.inspect.ProcessState;
import dure.layout.HeaderLayout;
import dure.layout.ParticipantLayout;
import dure.layout.SlotWord;
import dure.linux.Names;
import dure.linux.ProcessStat;
import dure.linux.Processes;
import dure.raw.Words;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The participants of a mailbox as an observer sees them.
final class ParticipantTable {
  private static final long LOW_HALF = 0xFFFF_FFFFL;

  private final SharedFile file;
  private final Header header;
  private final long base;
  private final Map<Integer, Boolean> dead = new HashMap<>();
  private final Map<Integer, String> users = new HashMap<>();

  /// @param base where the region is mapped
  ParticipantTable(SharedFile file, Header header, long base) {
    this.file = file;
    this.header = header;
    this.base = base;
  }

  /// The places that are in use, in their order.
  List<Integer> inUse() {
    List<Integer> all = new ArrayList<>();
    for (int index = 1; index <= header.participants(); index++) {
      // SYNC: participant-entry (acquire side)
      if (Words.intAcquire(entry(index) + ParticipantLayout.STATE) == IN_USE) {
        all.add(index);
      }
    }
    return all;
  }

  /// Whether a participant is dead and its place not swept yet. Asked of the kernel once.
  boolean isDead(int index) {
    return dead.computeIfAbsent(index, i -> !Participants.lock(file, base, i).isHeld());
  }

  /// The id of the participant at a place; empty if there is no such place.
  OptionalLong id(int index) {
    return index < 1 || index > header.participants()
        ? OptionalLong.empty()
        : OptionalLong.of(Words.longOpaque(entry(index) + ParticipantLayout.ID));
  }

  Participant status(int index) {
    long entry = entry(index);
    byte[] name = new byte[ParticipantLayout.NAME_BYTES];
    Words.copyOut(entry + ParticipantLayout.NAME, name, 0, name.length);
    int roles = Words.intPlain(entry + ParticipantLayout.ROLES);
    return new Participant(
        Words.longPlain(entry + ParticipantLayout.ID),
        new String(name, StandardCharsets.UTF_8).replace("\0", ""),
        Words.intPlain(entry + ParticipantLayout.PID),
        users.computeIfAbsent(Words.intPlain(entry + ParticipantLayout.UID), Names::user),
        !isDead(index),
        Words.intAcquire(base + HeaderLayout.OWNER_INDEX) == index,
        (roles & ParticipantLayout.SENDS) != 0,
        (roles & ParticipantLayout.RECEIVES) != 0,
        Words.intPlain(entry + ParticipantLayout.WAITING_TO_SEND),
        Words.intPlain(entry + ParticipantLayout.WAITING_TO_RECEIVE),
        !isOfOurs(index));
  }

  /// @param claims how many cells it has claimed
  /// @param inHand how many messages it has in hand
  ParticipantSnapshot snapshot(int index, Instant now, int claims, int inHand) {
    Participant its = status(index);
    long place = Words.longAcquire(entry(index) + ParticipantLayout.PLACE);
    boolean listens = header.receivers() == Receivers.ALL;
    ProcessStat process = processOf(index, its.pid());
    return new ParticipantSnapshot(
        its,
        stateOf(index, process),
        ProcessStat.started(startTicks(index)),
        process == null ? Duration.ZERO : process.processorTime(),
        waitingSince(index, its, now),
        Words.intPlain(entry(index) + ParticipantLayout.RANK),
        listens || place == 0 ? OptionalLong.empty() : OptionalLong.of(place),
        listens && place != 0 ? OptionalLong.of(position(place - 1)) : OptionalLong.empty(),
        claims,
        inHand);
  }

  private long position(long cursor) {
    return SlotWord.cursorLap(cursor) * header.cells() + SlotWord.cursorCell(cursor);
  }

  private long startTicks(int index) {
    return isOfOurs(index) ? Words.longPlain(entry(index) + ParticipantLayout.START_TIME) : 0;
  }

  private boolean isOfOurs(int index) {
    int namespace = Words.intPlain(entry(index) + ParticipantLayout.PID_NAMESPACE);
    return namespace == (int) Processes.pidNamespace();
  }

  /// The process behind an entry, unless its pid is of another namespace or another process's now.
  private @Nullable ProcessStat processOf(int index, int pid) {
    ProcessStat found = isOfOurs(index) ? ProcessStat.of(pid) : null;
    return found == null || found.startTicks() != startTicks(index) ? null : found;
  }

  private ProcessState stateOf(int index, @Nullable ProcessStat process) {
    if (process == null) {
      return isOfOurs(index) ? ProcessState.GONE : ProcessState.UNKNOWN;
    }
    if (process.isDead()) {
      return ProcessState.GONE;
    }
    return process.isStopped() ? ProcessState.STOPPED : ProcessState.ALIVE;
  }

  /// The entry has the low half of the time in milliseconds, which is enough for seven weeks.
  private Optional<Instant> waitingSince(int index, Participant its, Instant now) {
    if (its.waitingToSend() <= 0 && its.waitingToReceive() <= 0) {
      return Optional.empty();
    }
    int low = Words.intPlain(entry(index) + ParticipantLayout.WAITING_SINCE);
    long ago = (now.toEpochMilli() - low) & LOW_HALF;
    return Optional.of(now.minusMillis(ago));
  }

  private long entry(int index) {
    return base + OFFSET + index * BYTES;
  }
}
