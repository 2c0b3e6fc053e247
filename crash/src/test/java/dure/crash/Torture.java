// SPDX-License-Identifier: Apache-2.0
package dure.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.NoSuchMailboxException;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// One round of a torture: processes at all mailboxes at once, which are killed, stopped, continued
/// and replaced at random, while one mailbox is deleted and made anew. Then all end, and a
/// [TortureVerdict] is given.
final class Torture implements AutoCloseable {
  /// How long a thread of a running process may be without a call that returns.
  private static final Duration BOUND = Duration.ofSeconds(60);

  /// The longest pause between two deeds, and the longest stop.
  private static final long PAUSE_NANOS = 150_000_000L;

  private static final long STOP_NANOS = 1_000_000_000L;

  private final String prefix = TestNamespace.name("torture");
  private final Path directory;
  private final long seed;
  private final Random random;
  private final List<Life> lives = new ArrayList<>();
  private int born;
  private int kills;
  private int stops;
  private int deletions;
  private long received;

  /// A process, and what is seen of it from outside.
  private final class Life implements AutoCloseable {
    final int number = ++born;
    final Child child =
        Child.java(
            List.of("-XX:TieredStopAtLevel=1", "-Xmx96m"),
            TortureRole.class,
            prefix,
            directory.toString(),
            Integer.toString(number),
            Long.toString(seed * 1_000 + number));
    final List<TortureJournal> journals = new ArrayList<>();
    long calls;
    long moved = System.nanoTime();
    long stoppedUntil;

    /// Notes that calls return.
    void look() throws IOException {
      assertThat(child.isAlive()).as(() -> "life " + number + ": " + child.rest()).isTrue();
      if (journals.isEmpty()) {
        findJournals();
      }
      long now = journals.stream().mapToLong(TortureJournal::calls).sum();
      if (now != calls || stoppedUntil != 0) {
        calls = now;
        moved = System.nanoTime();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - moved))
          .as("time without a call that returns, life " + number)
          .isLessThan(BOUND);
    }

    private void findJournals() throws IOException {
      for (TortureMailbox kind : TortureMailbox.values()) {
        for (boolean sends : new boolean[] {true, false}) {
          Path file = TortureRole.file(directory, number, kind, sends);
          if (Files.exists(file)) {
            journals.add(new TortureJournal(file));
          }
        }
      }
    }

    void stop(long until) {
      child.signal("STOP");
      stoppedUntil = until;
    }

    void goOn() {
      child.signal("CONT");
      stoppedUntil = 0;
    }

    @Override
    public void close() {
      child.close();
      for (TortureJournal journal : journals) {
        received += journal.received();
        journal.close();
      }
    }
  }

  Torture(Path directory, long seed, int processes) {
    this.directory = directory;
    this.seed = seed;
    this.random = new Random(seed);
    for (TortureMailbox kind : TortureMailbox.values()) {
      kind.settings(prefix).create().close();
    }
    for (int i = 0; i < processes; i++) {
      lives.add(new Life());
    }
  }

  int kills() {
    return kills;
  }

  int stops() {
    return stops;
  }

  int deletions() {
    return deletions;
  }

  /// Messages received, without those of the processes that still run.
  long received() {
    return received;
  }

  /// Kills and stops until there were so many of each, and so many messages were received.
  void run(int leastKills, int leastStops, long messages) throws IOException {
    while (kills < leastKills || stops < leastStops || received + current() < messages) {
      LockSupport.parkNanos(random.nextLong(PAUSE_NANOS)); // random moments are the point of it
      long now = System.nanoTime();
      for (Life life : lives) {
        if (life.stoppedUntil != 0 && now - life.stoppedUntil > 0) {
          life.goOn();
        }
        life.look();
      }
      deed(lives.get(random.nextInt(lives.size())));
    }
  }

  private long current() {
    return lives.stream()
        .flatMap(life -> life.journals.stream())
        .mapToLong(TortureJournal::received)
        .sum();
  }

  private void deed(Life life) {
    switch (random.nextInt(5)) {
      case 0, 1 -> {
        life.child.kill();
        life.close();
        kills++;
        lives.set(lives.indexOf(life), new Life());
      }
      case 2 -> {
        if (life.stoppedUntil == 0) {
          life.stop(System.nanoTime() + random.nextLong(STOP_NANOS));
          stops++;
        }
      }
      case 3 -> {
        delete(TortureMailbox.DELETED);
        deletions++;
      }
      default -> {} // a longer pause
    }
  }

  private void delete(TortureMailbox kind) {
    try {
      Mailbox.delete(kind.address(prefix));
    } catch (NoSuchMailboxException notYetMadeAnew) {
      // nothing to delete
    }
  }

  /// Ends all processes in peace and says what is wrong with what they and the mailboxes tell.
  List<String> judge() throws IOException, InterruptedException {
    for (Life life : lives) {
      if (life.stoppedUntil != 0) {
        life.goOn();
      }
      life.child.tell("");
    }
    for (Life life : lives) {
      life.child.await("end");
      life.child.awaitSuccess();
      if (life.journals.isEmpty()) {
        life.findJournals();
      }
      life.close();
    }
    var verdict = new TortureVerdict(directory, prefix, born, kills);
    return verdict.faults();
  }

  @Override
  public void close() {
    lives.forEach(life -> life.child.close());
    for (TortureMailbox kind : TortureMailbox.values()) {
      delete(kind);
    }
  }
}
