// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Address;
import dure.Mailbox;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Receivers;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.layout.HeaderLayout;
import dure.layout.ParticipantLayout;
import dure.raw.Words;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Those who take part: what they are called, and what happens between them while one sweeps.
class ParticipantsTest extends Boxes {
  private static final int ROUNDS = 100_000;
  private static final int BOTH = ParticipantLayout.SENDS | ParticipantLayout.RECEIVES;

  /// Takes both ends of a pair.
  static final class Victim {
    public static void main(String[] arguments) throws Exception {
      Mailbox box = Mailbox.open(arguments[0]);
      box.send("m");
      box.receive();
      System.out.println("took");
      System.in.read();
    }
  }

  private static Child victim(String name) {
    Child victim = Child.java(Victim.class, name);
    victim.await("took");
    return victim;
  }

  private interface Call<T> {
    T make() throws Exception;
  }

  /// What a call returns during which another sweeps after participant 1, who is dead: he has the
  /// lock until the call waits for him.
  private static <T> T whileAnotherSweeps(String name, Call<T> call) throws Exception {
    try (SharedFile sweeper = SharedFile.open(name, true)) {
      Eventually.holds(() -> sweeper.tryLock(ParticipantLayout.LOCK_BASE + 1));
      FutureTask<T> task = new FutureTask<>(call::make);
      Thread caller = Thread.ofPlatform().start(task);
      while (caller.getState() != Thread.State.TIMED_WAITING && caller.isAlive()) {
        Thread.onSpinWait();
      }
      sweeper.unlock(ParticipantLayout.LOCK_BASE + 1);
      return Eventually.result(task);
    }
  }

  @Test
  void a_newcomer_waits_for_the_place_of_one_who_is_being_swept() throws Exception {
    String name = name();
    Mailbox.named(name).receivers(Receivers.PAIR).create().close();
    try (Child victim = victim(name);
        Mailbox _ = Mailbox.open(name)) {
      victim.kill();
      try (Mailbox newcomer = whileAnotherSweeps(name, () -> Mailbox.open(name))) {
        assertThat(newcomer.trySend("m")).isTrue();
      }
    }
  }

  @Test
  void an_end_is_waited_for_while_its_holder_is_being_swept() throws Exception {
    String name = name();
    Mailbox.named(name).receivers(Receivers.PAIR).create().close();
    try (Child victim = victim(name);
        Mailbox other = Mailbox.open(name)) {
      victim.kill();
      assertThat(whileAnotherSweeps(name, () -> other.trySend("m"))).isTrue();
    }
  }

  @Test
  void a_name_keeps_as_many_whole_characters_as_fit() {
    String name = name();
    try (Mailbox box = Mailbox.named(name).participant("두레".repeat(20)).create()) {
      MailboxStatus.Details seen = Objects.requireNonNull(box.status().details());
      assertThat(seen.participants().getFirst().name())
          .isEqualTo("두레".repeat(20).substring(0, 18))
          .satisfies(kept ->
              assertThat(kept.getBytes(StandardCharsets.UTF_8).length)
                  .isLessThanOrEqualTo(ParticipantLayout.NAME_BYTES));
    }
  }

  /// Two threads, one of which first sends while the other first receives.
  @Test
  void no_role_is_lost_between_two_threads() throws Exception {
    MailboxSettings settings = MailboxSettings.DEFAULT;
    Header header = Header.of(settings);
    try (SharedFile file =
            SharedFile.anonymous(name(), header.regionBytes(), 0600, "", header::writeTo);
        Mapping mapping = Mapping.of(file, header.regionBytes(), true)) {
      Participants table = new Participants(Address.of("test"), file, mapping.address(), header);
      long roles =
          mapping.address() + HeaderLayout.BYTES + ParticipantLayout.ROLES; // of nobody's entry
      Meeting meeting = new Meeting();
      CompletableFuture<Void> sends =
          CompletableFuture.runAsync(() -> {
            for (int round = 0; round < ROUNDS; round++) {
              meeting.await();
              table.plays(ParticipantLayout.SENDS);
              meeting.await();
            }
          });
      int lost = 0;
      for (int round = 0; round < ROUNDS; round++) {
        Words.intVolatile(roles, 0);
        meeting.await();
        table.plays(ParticipantLayout.RECEIVES);
        meeting.await();
        lost += Words.intVolatile(roles) == BOTH ? 0 : 1;
      }
      Eventually.result(sends);
      assertThat(lost).isZero();
    }
  }

  /// Where two threads meet again and again, to go on in the same moment.
  private static final class Meeting {
    private final AtomicInteger arrived = new AtomicInteger();

    void await() {
      int both = (arrived.getAndIncrement() / 2 + 1) * 2;
      while (arrived.get() < both) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void patience_has_a_bound() {
    assertThatThrownBy(() -> box().patience(Duration.ofDays(400_000)).create())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0 to 1 hour");
    box().patience(MailboxSettings.LONGEST_PATIENCE).create().close();
  }
}
