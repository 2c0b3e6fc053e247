// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.MailboxStatus;
import dure.Message;
import dure.codec.DeadLetter;
import dure.crash.TortureJournal.Call;
import dure.crash.TortureJournal.Entry;
import dure.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the journals of all processes and the mailboxes say together, when no process runs any
/// more.
///
/// - Each accepted message was received, is still there, or is a dead letter. One more may be
///   missing for each process that was killed in a receive that takes a copy and had not returned.
/// - A send that had not returned when its process was killed was accepted or not.
/// - A refused message came nowhere.
/// - All receipts of a message but one are marked as repeated.
/// - Of one sender, each receiver gets unmarked messages in the order in which they were sent.
/// - A listener of [TortureMailbox#ALL] misses none between two messages of one sender.
/// - Each mailbox has room for as many messages as ever, and no place is taken.
final class TortureVerdict {
  private static final int MOST_FAULTS = 20;

  private final Path directory;
  private final String prefix;
  private final int lives;
  private final int kills;
  private final List<String> faults = new ArrayList<>();

  // Of the mailbox in question: by sender and by number.
  private final Map<Integer, Entry[]> sent = new HashMap<>();
  private final Map<Integer, int[]> plain = new HashMap<>();
  private final Map<Integer, int[]> marked = new HashMap<>();
  private int openReceives;

  TortureVerdict(Path directory, String prefix, int lives, int kills) {
    this.directory = directory;
    this.prefix = prefix;
    this.lives = lives;
    this.kills = kills;
  }

  /// What is wrong; empty if nothing is.
  List<String> faults() throws IOException, InterruptedException {
    for (TortureMailbox kind : TortureMailbox.values()) {
      if (kind.isPlayed()) {
        judge(kind);
      }
    }
    return faults;
  }

  private void fault(TortureMailbox kind, String what) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(kind + ": " + what);
    }
  }

  private void judge(TortureMailbox kind) throws IOException, InterruptedException {
    sent.clear();
    plain.clear();
    marked.clear();
    openReceives = 0;
    for (int life = 1; life <= lives; life++) {
      hearSender(kind, life);
    }
    for (int life = 1; life <= lives; life++) {
      hearReceiver(kind, life);
    }
    long dropped = kind == TortureMailbox.DELETED ? 0 : drain(kind);
    count(kind, dropped);
  }

  // What the processes say.

  private void hearSender(TortureMailbox kind, int life) throws IOException {
    Path file = TortureRole.file(directory, life, kind, true);
    if (!Files.exists(file)) {
      return;
    }
    try (var journal = new TortureJournal(file)) {
      Entry[] states = new Entry[TortureJournal.CALLS];
      int most = 0;
      for (int i = 0; i < TortureJournal.CALLS; i++) {
        Call call = journal.call(i);
        if (call.entry() == Entry.NONE) {
          break;
        }
        if (call.entry() != Entry.OPENED && call.entry() != Entry.EMPTY) {
          states[(int) call.number()] = call.entry();
          most = (int) call.number() + 1;
        }
      }
      sent.put(life, Arrays.copyOf(states, most));
      plain.put(life, new int[most]);
      marked.put(life, new int[most]);
    }
  }

  private void hearReceiver(TortureMailbox kind, int life) throws IOException {
    Path file = TortureRole.file(directory, life, kind, false);
    if (!Files.exists(file)) {
      return;
    }
    try (var journal = new TortureJournal(file)) {
      Map<Long, Long> last = new HashMap<>();
      Entry end = Entry.NONE;
      for (int i = 0; i < TortureJournal.CALLS; i++) {
        Call call = journal.call(i);
        if (call.entry() == Entry.NONE) {
          break;
        }
        end = call.entry();
        if (end == Entry.GOT) {
          got(kind, call.life(), call.number(), call.redelivered());
          inOrder(kind, call, last, "life " + life);
        } else if (end == Entry.OPENED && kind == TortureMailbox.ALL) {
          last.clear();
        }
      }
      openReceives += end == Entry.RECEIVING ? 1 : 0;
    }
  }

  private void got(TortureMailbox kind, int life, long number, int redelivered) {
    Entry[] states = sent.get(life);
    if (states == null || number >= states.length || states[(int) number] == null) {
      fault(kind, "received what was never sent: " + number + " of life " + life);
      return;
    }
    if (states[(int) number] == Entry.REFUSED && kind != TortureMailbox.DELETED) {
      fault(kind, "received what was refused: " + number + " of life " + life);
    }
    (redelivered > 0 ? marked : plain).get(life)[(int) number]++;
  }

  private void inOrder(TortureMailbox kind, Call call, Map<Long, Long> last, String receiver) {
    if (call.redelivered() > 0) {
      return;
    }
    int group = kind == TortureMailbox.PRIORITY ? call.group() : 0;
    Long before = last.put((long) call.life() << 8 | group, call.number());
    if (before == null) {
      return;
    }
    if (before >= call.number()) {
      fault(kind, receiver + " got " + call + " after number " + before);
    }
    Entry[] states = sent.get(call.life());
    for (long i = before + 1; kind == TortureMailbox.ALL && i < call.number(); i++) {
      if (states[(int) i] == Entry.ACCEPTED) {
        fault(kind, receiver + " missed number " + i + " before " + call);
      }
    }
  }

  // What the mailboxes say.

  /// Takes out what is still there, checks that the mailbox is whole, and says how many messages it
  /// has dropped.
  private long drain(TortureMailbox kind) throws InterruptedException {
    try (Mailbox mailbox = Mailbox.open(kind.address(prefix))) {
      if (kind != TortureMailbox.ALL) {
        Eventually.holds(() -> {
          for (Message m; (m = mailbox.tryReceive()) != null; ) {
            TortureLetter letter = TortureLetter.of(m);
            got(kind, letter.life(), letter.number(), m.redelivered());
          }
          return details(mailbox).depth() == 0;
        });
      }
      if (kind == TortureMailbox.ACKNOWLEDGED) {
        exhume();
      }
      Eventually.holds(() -> details(mailbox).participants().size() == 1);
      checkRoom(kind, mailbox);
      return Objects.requireNonNull(details(mailbox).counters()).dropped();
    }
  }

  private void exhume() {
    try (Mailbox dead = Mailbox.open(TortureMailbox.DEAD_LETTERS.address(prefix))) {
      for (Message m; (m = dead.tryReceive()) != null; ) {
        TortureLetter letter = TortureLetter.of(DeadLetter.of(m).orElseThrow().body().copy());
        // A process that is killed over a burial leaves it to another, so twice is right.
        got(TortureMailbox.ACKNOWLEDGED, letter.life(), letter.number(), 1);
      }
    }
  }

  private static MailboxStatus.Details details(Mailbox mailbox) {
    return Objects.requireNonNull(mailbox.status().details());
  }

  private void checkRoom(TortureMailbox kind, Mailbox mailbox) {
    if (kind.conserves() && kind != TortureMailbox.ZERO && kind != TortureMailbox.UNBOUNDED) {
      int room = kind == TortureMailbox.LONG ? 4 : 16;
      for (int i = 0; i < room; i++) {
        assertThat(mailbox.trySend("refill")).as(kind + ": room for message " + i).isTrue();
      }
      assertThat(mailbox.trySend("one too many")).as(kind + " is full").isFalse();
    }
  }

  private void count(TortureMailbox kind, long dropped) {
    long missing = 0;
    String example = "";
    for (int life : sent.keySet()) {
      Entry[] states = sent.get(life);
      for (int i = 0; i < states.length; i++) {
        int unmarked = plain.get(life)[i];
        if (unmarked > 1 && kind != TortureMailbox.ALL) {
          fault(kind, unmarked + " receipts without a mark: " + i + " of life " + life);
        }
        if (states[i] == Entry.ACCEPTED && unmarked + marked.get(life)[i] == 0) {
          missing++;
          example = i + " of life " + life;
        }
      }
    }
    long allowed = openReceives + (kind == TortureMailbox.DROPPING ? dropped + kills : 0);
    if ((kind.conserves() || kind == TortureMailbox.DROPPING) && missing > allowed) {
      fault(kind, missing + " missing, " + allowed + " may be; the last is " + example);
    }
  }
}
