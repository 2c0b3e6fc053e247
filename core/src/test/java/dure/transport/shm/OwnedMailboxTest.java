// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.LinkTakenException;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.MailboxExistsException;
import dure.MailboxStatus;
import dure.Message;
import dure.NoSuchMailboxException;
import dure.Owner;
import dure.OwnerGoneException;
import dure.Receivers;
import dure.gate.Gate;
import dure.testkit.AsyncCall;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.Stopwatch;
import dure.testkit.TestNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A mailbox that a process owns: shared with others as long as the owner lives, and gone with it
/// however it ends.
class OwnedMailboxTest extends Boxes {

  /// Owns mailboxes until it is killed, or told to close them.
  static final class OwnerRole {
    public static void main(String[] arguments) throws Exception {
      List<Mailbox> boxes = new ArrayList<>();
      for (String name : List.of(arguments).subList(1, arguments.length)) {
        boxes.add(
            Mailbox.named(name)
                .owner(Owner.PROCESS)
                .receivers(Receivers.valueOf(arguments[0]))
                .participant("the owner")
                .create());
      }
      System.out.println("owns");
      if (System.in.read() >= 0) {
        boxes.forEach(Mailbox::close);
        System.out.println("closed");
      }
    }
  }

  private static Child owner(Receivers receivers, String... names) {
    List<String> arguments = new ArrayList<>(List.of(names));
    arguments.addFirst(receivers.name());
    Child owner = Child.java(OwnerRole.class, arguments.toArray(String[]::new));
    owner.await("owns");
    return owner;
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void it_goes_when_its_owner_is_killed_and_leaves_no_file(Receivers receivers) throws Exception {
    Bound.holds(Duration.ofSeconds(2), () -> timeToHearOfADeath(receivers));
  }

  private Duration timeToHearOfADeath(Receivers receivers) throws Exception {
    String[] names = Stream.generate(this::name).limit(5).toArray(String[]::new);
    List<Mailbox> boxes = new ArrayList<>();
    try (Child owner = owner(receivers, names)) {
      List<AsyncCall<Long>> waits = new ArrayList<>();
      for (String name : names) {
        assertThat(Files.exists(TestNamespace.file("dure." + name))).isFalse();
        Mailbox box = Mailbox.named(name).listening().open();
        boxes.add(box);
        waits.add(waits(box, receivers));
      }
      long killed = System.nanoTime();
      owner.kill();
      List<Duration> delays = new ArrayList<>();
      for (AsyncCall<Long> wait : waits) {
        delays.add(Duration.ofNanos(wait.result() - killed));
      }
      for (Mailbox box : boxes) {
        assertThatThrownBy(() -> box.trySend("x"))
            .isInstanceOf(OwnerGoneException.class)
            .hasMessageContaining("'the owner'")
            .hasMessageContaining("pid " + owner.pid());
      }
      assertThatThrownBy(() -> Mailbox.open(names[0])).isInstanceOf(NoSuchMailboxException.class);
      assertThat(Mailbox.list()).noneMatch(seen -> seen.address().name().equals(names[0]));
      return Bound.typical(delays);
    } finally {
      boxes.forEach(Mailbox::close);
    }
  }

  /// A thread asleep at it until its owner is gone, and when it was told: a receiver, or, as a pair
  /// has only one of each, a sender.
  private static AsyncCall<Long> waits(Mailbox box, Receivers receivers) throws Exception {
    box.send("for nobody");
    if (receivers == Receivers.PAIR) {
      while (box.trySend("more")) {}
    } else {
      Objects.requireNonNull(box.receive());
    }
    ThrowingCallable wait = receivers == Receivers.PAIR ? () -> box.send("x") : box::receive;
    AsyncCall<Long> call =
        AsyncCall.start(() -> {
          assertThatThrownBy(wait).isInstanceOf(OwnerGoneException.class);
          return System.nanoTime();
        });
    Eventually.holds(() -> {
      MailboxStatus.Details seen = Objects.requireNonNull(box.status().details());
      return seen.waitingToSend() + seen.waitingToReceive() > 0;
    });
    return call;
  }

  /// A sender that never waits hears of the end by its next call, within a slice of sleep after the
  /// kernel has taken the owner down. What is accepted until then goes with the mailbox.
  @Test
  void a_sender_that_never_waits_is_told_within_a_slice() throws Exception {
    Bound.holds(
        Duration.ofNanos(Gate.SLICE_NANOS),
        () -> {
          String name = name();
          try (Child owner = owner(Receivers.ANY, name);
              Mailbox box = Mailbox.named(name).open()) {
            assertThat(box.trySend("accepted")).isTrue();
            owner.kill();
            Stopwatch watch = Stopwatch.start();
            Eventually.holds(() -> {
              try {
                boolean _ = box.trySend("late");
                return false;
              } catch (OwnerGoneException told) {
                return true;
              }
            });
            Duration taken = watch.stop();
            assertThatThrownBy(() -> box.trySend("never")).isInstanceOf(OwnerGoneException.class);
            assertThat(box.untaken()).extracting(Message::text).contains("accepted");
            return taken;
          }
        });
  }

  @Test
  void it_goes_when_its_owner_closes_it() throws Exception {
    String name = name();
    try (Child owner = owner(Receivers.ANY, name);
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
    try (Child _ = owner(Receivers.PAIR, name);
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
  void any_process_that_may_use_it_may_delete_it() throws Exception {
    String name = name();
    try (Child owner = owner(Receivers.ANY, name);
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
      Eventually.holds(() -> descriptors() <= before + 3);
    }
  }

  private static long descriptors() throws java.io.IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
