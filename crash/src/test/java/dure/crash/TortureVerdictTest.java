// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.crash.TortureJournal.Entry;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The judge of the torture finds each kind of fault, and allows what a killed process may cost.
class TortureVerdictTest {
  private static final int SENDER = 1;
  private static final int RECEIVER = 2;

  @TempDir Path directory;
  private final String prefix = TestNamespace.name("verdict");

  @BeforeEach
  void create() {
    for (TortureMailbox kind : TortureMailbox.values()) {
      kind.settings(prefix).create().close();
    }
  }

  @AfterEach
  void delete() {
    for (TortureMailbox kind : TortureMailbox.values()) {
      Mailbox.delete(kind.address(prefix));
    }
  }

  private void sent(TortureMailbox kind, Entry... entries) throws IOException {
    try (var journal = new TortureJournal(TortureRole.file(directory, SENDER, kind, true))) {
      for (int i = 0; i < entries.length; i++) {
        journal.begin(Entry.SENDING, 0, SENDER, i);
        if (entries[i] != Entry.SENDING) {
          journal.complete(entries[i], 0, 0, SENDER, i);
        }
      }
    }
  }

  private void got(TortureMailbox kind, Entry end, int... numbers) throws IOException {
    try (var journal = new TortureJournal(TortureRole.file(directory, RECEIVER, kind, false))) {
      for (int number : numbers) {
        journal.complete(Entry.GOT, 0, number < 0 ? 1 : 0, SENDER, Math.abs(number));
      }
      journal.begin(end, 0, RECEIVER, 0);
    }
  }

  private List<String> faults() throws IOException, InterruptedException {
    return new TortureVerdict(directory, prefix, 2, 1).faults();
  }

  @Test
  void what_a_kill_may_cost_is_no_fault() throws Exception {
    sent(TortureMailbox.ANY, Entry.ACCEPTED, Entry.ACCEPTED, Entry.REFUSED, Entry.SENDING);
    got(TortureMailbox.ANY, Entry.RECEIVING, 0);
    sent(TortureMailbox.PAIR, Entry.ACCEPTED, Entry.ACCEPTED, Entry.SENDING);
    got(TortureMailbox.PAIR, Entry.RECEIVING_IN_PLACE, 0, 1, -1, 2);
    sent(TortureMailbox.ONE, Entry.ACCEPTED);
    try (Mailbox left = Mailbox.open(TortureMailbox.ONE.address(prefix))) {
      left.send(new TortureLetter(SENDER, 0, 0).bytes(50));
    }
    assertThat(faults()).isEmpty();
  }

  @Test
  void each_fault_is_found() throws Exception {
    sent(TortureMailbox.ANY, Entry.ACCEPTED, Entry.ACCEPTED, Entry.REFUSED);
    got(TortureMailbox.ANY, Entry.RECEIVING_IN_PLACE, 0, 2, 7);
    sent(TortureMailbox.PAIR, Entry.ACCEPTED, Entry.ACCEPTED, Entry.ACCEPTED);
    got(TortureMailbox.PAIR, Entry.RECEIVING, 1, 0);
    sent(TortureMailbox.ONE, Entry.ACCEPTED, Entry.ACCEPTED, Entry.ACCEPTED);
    got(TortureMailbox.ONE, Entry.RECEIVING, 1);
    sent(TortureMailbox.RANKED, Entry.ACCEPTED, Entry.ACCEPTED);
    got(TortureMailbox.RANKED, Entry.EMPTY, 1, 1, -1);
    sent(TortureMailbox.ALL, Entry.ACCEPTED, Entry.ACCEPTED, Entry.ACCEPTED);
    got(TortureMailbox.ALL, Entry.EMPTY, 0, 2);
    assertThat(String.join("\n", faults()))
        .contains("ANY: received what was never sent: 7")
        .contains("ANY: received what was refused: 2")
        .contains("ANY: 1 missing, 0 may be; the last is 1 of life 1")
        .contains("PAIR: life 2 got")
        .doesNotContain("PAIR: 1 missing")
        .contains("ONE: 2 missing, 1 may be")
        .contains("RANKED: 2 receipts without a mark: 1 of life 1")
        .contains("ALL: life 2 missed number 1");
  }
}
