// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.LinkTakenException;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.MailboxExistsException;
import dure.MailboxStatus;
import dure.NoSuchMailboxException;
import dure.Owner;
import dure.OwnerGoneException;
import dure.Receivers;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.Stopwatch;
import dure.testkit.TestNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A mailbox that a process owns: shared with others as long as the owner lives, and gone with it
/// however it ends.
class OwnedMailboxTest extends Boxes {

  /// Owns a mailbox until it is killed, or told to close it.
  static final class OwnerRole {
    public static void main(String[] arguments) throws Exception {
      Mailbox box =
          Mailbox.named(arguments[0])
              .owner(Owner.PROCESS)
              .receivers(Receivers.valueOf(arguments[1]))
              .as("the owner")
              .create();
      System.out.println("owns");
      if (System.in.read() >= 0) {
        box.close();
        System.out.println("closed");
      }
    }
  }

  private Child owner(String name, Receivers receivers) {
    Child owner = Child.java(OwnerRole.class, name, receivers.name());
    owner.await("owns");
    return owner;
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void it_goes_when_its_owner_is_killed_and_leaves_no_file(Receivers receivers) throws Exception {
    Bound.holds(Duration.ofSeconds(2), () -> timeToHearOfADeath(receivers));
  }

  private Duration timeToHearOfADeath(Receivers receivers) throws Exception {
    String name = name();
    try (Child owner = owner(name, receivers);
        Mailbox box = Mailbox.named(name).listening().open()) {
      assertThat(Files.exists(TestNamespace.file("dure." + name))).isFalse();
      box.send("for nobody");
      CompletableFuture<Void> waits = waits(box, receivers);
      Stopwatch killed = Stopwatch.start();
      owner.kill();
      Eventually.result(waits);
      Duration taken = killed.stop();
      assertThatThrownBy(() -> box.trySend("x"))
          .isInstanceOf(OwnerGoneException.class)
          .hasMessageContaining("'the owner'")
          .hasMessageContaining("pid " + owner.pid());
      assertThatThrownBy(() -> Mailbox.open(name)).isInstanceOf(NoSuchMailboxException.class);
      assertThat(Mailbox.list()).noneMatch(seen -> seen.address().name().equals(name));
      return taken;
    }
  }

  /// Somebody asleep at it until its owner is gone: a receiver, or, as a pair has only one of each,
  /// a sender.
  private static CompletableFuture<Void> waits(Mailbox box, Receivers receivers) throws Exception {
    if (receivers == Receivers.PAIR) {
      while (box.trySend("more")) {}
    } else {
      Objects.requireNonNull(box.receive());
    }
    CompletableFuture<Void> waits =
        CompletableFuture.runAsync(() ->
            assertThatThrownBy(
                    () -> {
                      if (receivers == Receivers.PAIR) {
                        box.send("x");
                      } else {
                        box.receive();
                      }
                    })
                .isInstanceOf(OwnerGoneException.class));
    for (MailboxStatus.Details seen = null;
        seen == null || seen.waitingToSend() + seen.waitingToReceive() == 0; ) {
      seen = Objects.requireNonNull(box.status().details());
    }
    return waits;
  }

  @Test
  void it_goes_when_its_owner_closes_it() throws Exception {
    String name = name();
    try (Child owner = owner(name, Receivers.ANY);
        Mailbox box = Mailbox.open(name)) {
      owner.tell("close");
      owner.await("closed");
      assertThatThrownBy(box::receive).isInstanceOf(OwnerGoneException.class);
      assertThatThrownBy(() -> Mailbox.status(name)).isInstanceOf(NoSuchMailboxException.class);
    }
  }

  @Test
  void it_is_one_mailbox_for_all_and_seen_in_the_list() throws Exception {
    String name = name();
    try (Mailbox owner = Mailbox.named(name).owner(Owner.PROCESS).create();
        Mailbox visitor = Mailbox.open(name)) {
      owner.send("in");
      assertThat(visitor.receive().text()).isEqualTo("in");
      visitor.send("out");
      assertThat(owner.receive().text()).isEqualTo("out");
      MailboxStatus seen = Mailbox.status(name);
      MailboxStatus.Details details = Objects.requireNonNull(seen.details());
      assertThat(details.settings().owner()).isEqualTo(Owner.PROCESS);
      assertThat(details.participants()).hasSize(2).allMatch(MailboxStatus.Participant::alive);
      assertThat(details.participants().getFirst().owner()).isTrue();
      assertThat(Mailbox.list()).anyMatch(other -> other.address().name().equals(name));
    }
  }

  @Test
  void the_owner_of_a_pair_is_not_one_of_the_two() throws Exception {
    String name = name();
    try (Child _ = owner(name, Receivers.PAIR);
        Mailbox sender = Mailbox.open(name);
        Mailbox receiver = Mailbox.open(name)) {
      sender.send("past the owner");
      assertThat(receiver.receive().text()).isEqualTo("past the owner");
      assertThatThrownBy(() -> Mailbox.open(name))
          .isInstanceOf(LinkTakenException.class)
          .hasMessageContaining("no third");
    }
  }

  @Test
  void the_owner_of_a_pair_may_take_an_end() throws Exception {
    String name = name();
    try (Mailbox owner =
            Mailbox.named(name).owner(Owner.PROCESS).receivers(Receivers.PAIR).create();
        Mailbox other = Mailbox.open(name)) {
      owner.send("by the owner");
      assertThat(other.receive().text()).isEqualTo("by the owner");
      assertThatThrownBy(() -> other.trySend("x")).isInstanceOf(LinkTakenException.class);
    }
  }

  @Test
  void its_name_is_taken_for_both_kinds() throws Exception {
    String name = name();
    try (Mailbox owner = Mailbox.named(name).owner(Owner.PROCESS).create()) {
      assertThatThrownBy(() -> Mailbox.create(name)).isInstanceOf(MailboxExistsException.class);
      assertThatThrownBy(() -> Mailbox.named(name).owner(Owner.PROCESS).create())
          .isInstanceOf(MailboxExistsException.class);
    }
    try (Mailbox system = Mailbox.create(name)) {
      assertThatThrownBy(() -> Mailbox.named(name).owner(Owner.PROCESS).create())
          .isInstanceOf(MailboxExistsException.class);
    }
  }

  @Test
  void whoever_may_use_it_may_delete_it() throws Exception {
    String name = name();
    try (Child owner = owner(name, Receivers.ANY);
        Mailbox box = Mailbox.open(name)) {
      Mailbox.delete(name);
      assertThatThrownBy(box::receive).isInstanceOf(MailboxDeletedException.class);
      try (Mailbox anew = Mailbox.create(name)) {
        assertThat(anew.tryReceive()).isNull();
      }
      Mailbox.delete(name);
      Mailbox.named(name).owner(Owner.PROCESS).create().close();
      assertThat(owner.isAlive()).isTrue();
    }
  }

  @Test
  void visitors_come_and_go_without_trace() throws Exception {
    String name = name();
    try (Mailbox owner = Mailbox.named(name).owner(Owner.PROCESS).create()) {
      long before = descriptors();
      for (int i = 0; i < 300; i++) {
        try (Mailbox visitor = Mailbox.open(name)) {
          visitor.send("m");
          assertThat(owner.receive().text()).isEqualTo("m");
        }
      }
      while (descriptors() > before + 3) {
        Thread.sleep(1);
      }
    }
  }

  private static long descriptors() throws java.io.IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
