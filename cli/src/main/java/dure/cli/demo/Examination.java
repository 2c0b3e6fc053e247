// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import dure.cli.demo.Findings.Doubt;
import dure.cli.demo.Findings.Redelivery;
import dure.cli.demo.Note.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads the journals after a run and finds what became of every piece.
///
/// A piece is right if one message brought it and one receiver that lived to give that message back
/// wrote it down. Death excuses exactly two things: a receiver killed with a message in hand may
/// have written it as well, if the one after it was told of a redelivery; and a sender killed over
/// a send may have sent what its successor sent again.
final class Examination {
  /// Into how many equal parts the time of a run is divided.
  private static final int PARTS = 20;

  private static final double NANOS_A_SECOND = 1e9;

  private final Plan plan;
  private final List<Witness> senders;
  private final List<Witness> receivers;
  private final BitSet written;
  private final BitSet noteworthy;
  private final List<Integer> disordered = new ArrayList<>();
  private final Map<Integer, Doubt> doubts = new TreeMap<>();
  private final Map<Integer, List<Sighting>> sightings = new TreeMap<>();
  private long begin = Long.MAX_VALUE;
  private long end = Long.MIN_VALUE;
  private final long[] parts = new long[PARTS];

  /// A process whose journal is evidence.
  ///
  /// @param role what it is called
  /// @param journal its notes
  /// @param killed whether it was killed, so that its last note may be of unfinished business
  record Witness(String role, Path journal, boolean killed) {}

  /// A message in a receiver's hands.
  ///
  /// @param note the last that receiver made of it
  /// @param by the receiver
  /// @param unfinished whether it was killed before it noted anything else
  private record Sighting(Note note, String by, boolean unfinished) {
    boolean isWritten() {
      return note.event() == Event.WRITTEN;
    }
  }

  Examination(Plan plan, List<Witness> senders, List<Witness> receivers) {
    this.plan = plan;
    this.senders = senders;
    this.receivers = receivers;
    this.written = new BitSet(plan.count());
    this.noteworthy = new BitSet(plan.count());
  }

  /// Reads everything: all journals once, and the receivers' once more for what is worth a closer
  /// look, so that a long run needs no more memory than a short one.
  Findings examine() throws IOException {
    for (Witness sender : senders) {
      questionSender(sender);
    }
    for (Witness receiver : receivers) {
      questionReceiver(receiver);
    }
    for (Witness receiver : receivers) {
      lookCloser(receiver);
    }
    return new Findings(
        missing(),
        sightings.keySet().stream().filter(piece -> !isRight(piece)).toList(),
        List.copyOf(disordered),
        sightings.values().stream().flatMap(seen -> redeliveries(seen).stream()).toList(),
        doubts.values().stream().map(this::resolved).toList(),
        Math.max(0, end - begin),
        steady());
  }

  /// The bytes a second of the median part; of all of it, if too few pieces came for that.
  private long steady() {
    double part = Math.max(1, end - begin) / (double) PARTS;
    long[] sorted = parts.clone();
    Arrays.sort(sorted);
    long median = sorted[PARTS / 2];
    return median > 0
        ? (long) (median * NANOS_A_SECOND / part)
        : (long) (plan.fileBytes() * NANOS_A_SECOND / (part * PARTS));
  }

  private void count(Note note) {
    if (note.event() == Event.WRITTEN) {
      long since = note.nanos() - begin;
      long part = Math.clamp(since * PARTS / Math.max(1, end - begin), 0, PARTS - 1);
      parts[(int) part] += plan.length(note.piece());
    }
  }

  private void questionSender(Witness sender) throws IOException {
    Note last = read(sender, note -> begin = Math.min(begin, note.nanos()));
    if (sender.killed() && last != null && last.event() == Event.SENDING) {
      doubts.put(last.piece(), new Doubt(last.piece(), sender.role(), last.life(), false));
      noteworthy.set(last.piece());
    }
  }

  private void questionReceiver(Witness receiver) throws IOException {
    Map<Long, Integer> latest = new HashMap<>();
    Note last =
        read(
            receiver,
            note -> {
              end = Math.max(end, note.nanos());
              if (note.redelivered() > 0) {
                noteworthy.set(note.piece());
              } else if (note.event() == Event.TAKEN) {
                checkOrder(note, latest);
              }
              if (note.event() == Event.WRITTEN) {
                checkOnce(note.piece());
              }
            });
    if (receiver.killed() && last != null) {
      noteworthy.set(last.piece());
    }
  }

  /// What one sender process sent must come to each receiver in the order in which it was sent;
  /// what has been handed out before comes when it comes.
  private void checkOrder(Note note, Map<Long, Integer> latest) {
    long process = (long) note.sender() << 32 | note.life();
    Integer before = latest.put(process, note.piece());
    if (before != null && before >= note.piece()) {
      disordered.add(note.piece());
    }
  }

  private void checkOnce(int piece) {
    if (written.get(piece)) {
      noteworthy.set(piece);
    }
    written.set(piece);
  }

  private void lookCloser(Witness receiver) throws IOException {
    List<Sighting> seen = new ArrayList<>();
    Note last =
        read(
            receiver,
            note -> {
              count(note);
              if (noteworthy.get(note.piece())) {
                boolean sameMessage = !seen.isEmpty() && isFinished(seen.getLast().note(), note);
                if (sameMessage) {
                  seen.removeLast();
                }
                seen.add(new Sighting(note, receiver.role(), false));
              }
            });
    for (Sighting sighting : seen) {
      boolean unfinished = receiver.killed() && sighting.note().equals(last);
      sightings
          .computeIfAbsent(sighting.note().piece(), piece -> new ArrayList<>())
          .add(new Sighting(sighting.note(), sighting.by(), unfinished));
    }
  }

  private static boolean isFinished(Note taken, Note written) {
    return taken.event() == Event.TAKEN
        && written.event() == Event.WRITTEN
        && taken.number() == written.number();
  }

  private boolean isRight(int piece) {
    List<Sighting> writings =
        sightings.getOrDefault(piece, List.of()).stream().filter(Sighting::isWritten).toList();
    long messages = writings.stream().map(writing -> writing.note().number()).distinct().count();
    return messages <= (doubts.containsKey(piece) ? 2 : 1)
        && writings.stream().allMatch(writing -> isRight(writing, writings));
  }

  /// Whether a writing is the only finished one of its message, and knew how often it had been
  /// handed out.
  private static boolean isRight(Sighting writing, List<Sighting> all) {
    return all.stream()
        .filter(other -> other != writing && other.note().number() == writing.note().number())
        .allMatch(other ->
            (other.unfinished() || writing.unfinished())
                && other.note().redelivered() != writing.note().redelivered());
  }

  private List<Integer> missing() {
    return IntStream.range(0, plan.count()).filter(piece -> !written.get(piece)).boxed().toList();
  }

  private static List<Redelivery> redeliveries(List<Sighting> seen) {
    return seen.stream()
        .filter(sighting -> sighting.note().redelivered() > 0)
        .map(sighting -> redelivery(sighting, seen))
        .toList();
  }

  private static Redelivery redelivery(Sighting sighting, List<Sighting> seen) {
    for (Sighting before : seen) {
      if (before.note().number() == sighting.note().number()
          && before.note().redelivered() == sighting.note().redelivered() - 1) {
        return new Redelivery(
            sighting.note().piece(), before.by(), sighting.by(), before.isWritten());
      }
    }
    // The dead one had the message, and had not come so far as to note it.
    return new Redelivery(sighting.note().piece(), null, sighting.by(), false);
  }

  private Doubt resolved(Doubt doubt) {
    boolean accepted =
        sightings.getOrDefault(doubt.piece(), List.of()).stream()
            .anyMatch(sighting -> sighting.note().life() == doubt.life());
    return new Doubt(doubt.piece(), doubt.sender(), doubt.life(), accepted);
  }

  /// Reads a journal through; its last note.
  private static @Nullable Note read(Witness witness, Consumer<Note> each) throws IOException {
    Note[] last = new Note[1];
    try (Journal journal = Journal.follow(witness.journal())) {
      journal.readOn(note -> {
        last[0] = note;
        each.accept(note);
      });
    }
    return last[0];
  }
}
