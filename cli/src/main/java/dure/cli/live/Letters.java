// SPDX-License-Identifier: Apache-2.0
package dure.cli.live;

import dure.inspect.CellInterior;
import dure.inspect.CellSnapshot;
import dure.inspect.Interior;
import dure.inspect.MailboxSnapshot;
import dure.inspect.PairInterior;
import dure.inspect.ParticipantSnapshot;
import dure.inspect.RecordSnapshot;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A letter for each participant of a mailbox, by the order of their ids, those included that have
/// left and whose messages are still there.
final class Letters {
  private static final String UNKNOWN = "?";
  private static final int ALPHABET = 26;

  private final TreeSet<Long> ids = new TreeSet<>();

  Letters(MailboxSnapshot snapshot) {
    for (ParticipantSnapshot its : snapshot.participants()) {
      ids.add(its.participant().id());
    }
    addSenders(snapshot.interior());
  }

  private void addSenders(@Nullable Interior interior) {
    switch (interior) {
      case null -> {}
      case CellInterior cells ->
          cells.listed().stream().map(CellSnapshot::sender).forEach(this::add);
      case PairInterior pair ->
          pair.listed().stream().map(RecordSnapshot::sender).forEach(this::add);
    }
  }

  private void add(OptionalLong id) {
    id.ifPresent(ids::add);
  }

  /// From A to Z, and from there on small letters.
  String of(long id) {
    int place = ids.headSet(id).size();
    if (!ids.contains(id) || place >= 2 * ALPHABET) {
      return UNKNOWN;
    }
    return Character.toString(place < ALPHABET ? 'A' + place : 'a' + place - ALPHABET);
  }

  String of(OptionalLong id) {
    return id.isPresent() ? of(id.getAsLong()) : UNKNOWN;
  }
}
