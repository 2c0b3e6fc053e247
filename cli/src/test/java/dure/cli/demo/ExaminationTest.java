// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import static dure.cli.demo.Note.Event.ACCEPTED;
import static dure.cli.demo.Note.Event.SENDING;
import static dure.cli.demo.Note.Event.TAKEN;
import static dure.cli.demo.Note.Event.WRITTEN;
import static org.assertj.core.api.Assertions.assertThat;

import dure.cli.demo.Examination.Witness;
import dure.cli.demo.Findings.Doubt;
import dure.cli.demo.Findings.Redelivery;
import dure.cli.demo.Note.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examination finds what is wrong, and excuses what a death explains and nothing more.
class ExaminationTest {
  private static final int PIECES = 4;

  @TempDir Path directory;
  private final Plan plan = planOf(PIECES);
  private final List<Witness> senders = new ArrayList<>();
  private final List<Witness> receivers = new ArrayList<>();
  private long now;

  private static Plan planOf(int pieces) {
    long bytes = 1;
    while (new Plan(bytes, 64).count() < pieces) {
      bytes++;
    }
    return new Plan(bytes, 64);
  }

  private Note note(Event event, int piece, int life, long number, int redelivered) {
    return new Note(event, piece, 1, life, number, redelivered, now++);
  }

  private Witness witness(String role, boolean killed, Note... notes) throws IOException {
    Path path = directory.resolve(role);
    try (Journal journal = Journal.begin(path)) {
      for (Note note : notes) {
        journal.add(note);
      }
    }
    return new Witness(role, path, killed);
  }

  private void sender(boolean killed, Note... notes) throws IOException {
    senders.add(witness("sender " + (senders.size() + 1), killed, notes));
  }

  private void receiver(boolean killed, Note... notes) throws IOException {
    receivers.add(witness("receiver " + (receivers.size() + 1), killed, notes));
  }

  /// What a receiver notes of a message that comes the first time, from the first process.
  private Note[] receives(int... pieces) {
    List<Note> notes = new ArrayList<>();
    for (int piece : pieces) {
      notes.add(note(TAKEN, piece, 1, 100 + piece, 0));
      notes.add(note(WRITTEN, piece, 1, 100 + piece, 0));
    }
    return notes.toArray(Note[]::new);
  }

  private static Note[] all(Note[] some, Note... more) {
    List<Note> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(Note[]::new);
  }

  private Findings examine() throws IOException {
    return new Examination(plan, senders, receivers).examine();
  }

  @Test
  void a_sound_run_is_sound() throws IOException {
    sender(false, note(SENDING, 0, 1, -1, 0), note(ACCEPTED, 0, 1, -1, 0));
    receiver(false, receives(0, 2));
    receiver(false, receives(1, 3));
    Findings findings = examine();
    assertThat(findings.isSound()).isTrue();
    assertThat(findings.redeliveries()).isEmpty();
    assertThat(findings.doubts()).isEmpty();
    assertThat(findings.nanos()).isEqualTo(9);
  }

  @Test
  void a_piece_that_nobody_wrote_is_lost() throws IOException {
    receiver(false, all(receives(0, 1), note(TAKEN, 2, 1, 102, 0)));
    Findings findings = examine();
    assertThat(findings.lost()).containsExactly(2, 3);
    assertThat(findings.isSound()).isFalse();
  }

  @Test
  void a_message_that_two_receivers_got_is_repeated() throws IOException {
    receiver(false, receives(0, 1, 2, 3));
    receiver(false, receives(1));
    assertThat(examine().repeated()).containsExactly(1);
  }

  @Test
  void a_piece_that_two_messages_brought_is_repeated() throws IOException {
    receiver(
        false, all(receives(0, 1, 2, 3), note(TAKEN, 1, 2, 201, 0), note(WRITTEN, 1, 2, 201, 0)));
    Findings findings = examine();
    assertThat(findings.repeated()).containsExactly(1);
    assertThat(findings.isSound()).isFalse();
  }

  @Test
  void a_mark_of_redelivery_excuses_nobody_while_all_live() throws IOException {
    receiver(false, receives(0, 1, 2, 3));
    receiver(false, note(TAKEN, 1, 1, 101, 1), note(WRITTEN, 1, 1, 101, 1));
    assertThat(examine().repeated()).containsExactly(1);
  }

  @Test
  void an_earlier_piece_after_a_later_one_is_disorder() throws IOException {
    receiver(false, receives(0, 2, 1, 3));
    Findings findings = examine();
    assertThat(findings.disordered()).containsExactly(1);
    assertThat(findings.isSound()).isFalse();
  }

  @Test
  void what_the_dead_had_in_hand_comes_again_and_out_of_order() throws IOException {
    receiver(true, all(receives(0), note(TAKEN, 1, 1, 101, 0)));
    receiver(false, all(receives(2, 3), note(TAKEN, 1, 1, 101, 1), note(WRITTEN, 1, 1, 101, 1)));
    Findings findings = examine();
    assertThat(findings.isSound()).isTrue();
    assertThat(findings.redeliveries())
        .containsExactly(new Redelivery(1, "receiver 1", "receiver 2", false));
  }

  @Test
  void what_the_dead_wrote_and_did_not_give_back_may_be_written_again() throws IOException {
    receiver(true, receives(0, 1));
    receiver(false, all(receives(2, 3), note(TAKEN, 1, 1, 101, 1), note(WRITTEN, 1, 1, 101, 1)));
    Findings findings = examine();
    assertThat(findings.isSound()).isTrue();
    assertThat(findings.redeliveries())
        .containsExactly(new Redelivery(1, "receiver 1", "receiver 2", true));
    assertThat(findings.excused()).isEqualTo(1);
  }

  @Test
  void but_not_without_the_mark() throws IOException {
    receiver(true, receives(0, 1));
    receiver(false, receives(1, 2, 3));
    assertThat(examine().repeated()).containsExactly(1);
  }

  @Test
  void nor_what_it_had_given_back_before() throws IOException {
    receiver(true, receives(0, 1));
    receiver(false, all(receives(2, 3), note(TAKEN, 0, 1, 100, 1), note(WRITTEN, 0, 1, 100, 1)));
    assertThat(examine().repeated()).containsExactly(0);
  }

  @Test
  void a_piece_in_doubt_may_come_twice_and_is_told() throws IOException {
    sender(
        true, note(SENDING, 0, 1, -1, 0), note(ACCEPTED, 0, 1, -1, 0), note(SENDING, 1, 1, -1, 0));
    sender(false, note(SENDING, 1, 2, -1, 0), note(ACCEPTED, 1, 2, -1, 0));
    receiver(
        false, all(receives(0, 1, 2, 3), note(TAKEN, 1, 2, 201, 0), note(WRITTEN, 1, 2, 201, 0)));
    Findings findings = examine();
    assertThat(findings.isSound()).isTrue();
    assertThat(findings.doubts()).containsExactly(new Doubt(1, "sender 1", 1, true));
    assertThat(
            DemoReport.of(plan, findings, 1, new FileContents("aa"), new FileContents("aa"), null))
        .contains("content      ok, SHA-256 aa\n")
        .contains("exactly once; over a death, and told below, twice: 1\n")
        .contains("piece 1: sender 1 died over it; accepted, so it came twice\n");
  }

  @Test
  void a_piece_in_doubt_that_was_not_accepted_comes_once() throws IOException {
    sender(true, note(SENDING, 1, 1, -1, 0));
    receiver(false, all(receives(0, 2, 3), note(TAKEN, 1, 2, 201, 0), note(WRITTEN, 1, 2, 201, 0)));
    Findings findings = examine();
    assertThat(findings.isSound()).isTrue();
    assertThat(findings.doubts()).containsExactly(new Doubt(1, "sender 1", 1, false));
  }

  @Test
  void three_times_is_more_than_doubt_explains() throws IOException {
    sender(true, note(SENDING, 1, 1, -1, 0));
    receiver(false, receives(0, 1, 2, 3));
    receiver(false, note(TAKEN, 1, 2, 201, 0), note(WRITTEN, 1, 2, 201, 0));
    receiver(false, note(TAKEN, 1, 2, 301, 0), note(WRITTEN, 1, 2, 301, 0));
    assertThat(examine().repeated()).containsExactly(1);
  }

  @Test
  void a_report_names_every_fault() throws IOException {
    receiver(false, receives(0, 2, 1, 1));
    String report =
        DemoReport.of(plan, examine(), 0, new FileContents("aa"), new FileContents("bb"), null);
    assertThat(report)
        .contains("DIFFERS: SHA-256 bb instead of aa")
        .contains("FAILED: lost 1 (3)")
        .contains("FAILED: repeated 1 (1)")
        .contains("FAILED: out of order 2 (1, 1)");
  }
}
