// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.MailboxStatus;
import dure.MailboxStatus.Details;
import dure.NoSuchMailboxException;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/// A part of the contract, and what its tests share: mailboxes, and actors that use them.
///
/// The process of the tests only looks at mailboxes; whatever is done to them, an actor does.
@ExtendWith(Declarations.class)
public abstract class ContractPart {
  /// For a timed wait that is to end well: only a fault lets its time run out.
  static final String SURELY = "within=60000";

  private static final int FIRST_DEADLINE_MILLIS = 200;

  final TransportUnderTest transport;
  private final List<Actor> actors = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();

  /// @param transport whose contract it is
  ContractPart(TransportUnderTest transport) {
    this.transport = transport;
    ProcessPool.all().gather();
  }

  /// A process to play a role. It starts while the test goes on.
  final Actor actor(String name) {
    Actor actor = Actor.start(name);
    actors.add(actor);
    return actor;
  }

  /// An actor that has a mailbox open.
  final Actor actor(String name, String address, String... choices) {
    return enter(actor(name), address, choices);
  }

  /// Has an actor of another making cleaned up after the test.
  final Actor enter(Actor actor, String address, String... choices) {
    if (!actors.contains(actor)) {
      actors.add(actor);
    }
    actor.does("open " + address + " " + String.join(" ", choices));
    return actor;
  }

  /// The address of a mailbox to come.
  final String address() {
    String address = transport.newAddress();
    addresses.add(address);
    return address;
  }

  /// An actor that creates a mailbox and has it open, and may leave. Where a mailbox lives in the
  /// process that creates it, that is another one, which stays, unless the test is about its owner.
  final Actor creator(String name, String address, String... choices) {
    boolean aboutTheOwner =
        Stream.of(choices).anyMatch(choice -> choice.startsWith(Capability.OWNED.words()));
    if (!transport.declares(Capability.LASTING) && !aboutTheOwner) {
      Actor holder = actor("holder");
      holder.does(creation(address, choices));
      return actor(name, address, choices);
    }
    Actor creator = actor(name);
    creator.does(creation(address, choices));
    return creator;
  }

  /// The command to create a mailbox. What is said twice counts as said last.
  final String creation(String address, String... choices) {
    return "create " + address + " " + transport.usualChoices() + " " + String.join(" ", choices);
  }

  /// What a mailbox looks like now.
  static Details look(String address) {
    MailboxStatus status = Mailbox.status(address);
    return Objects.requireNonNull(status.details());
  }

  /// What has happened in a mailbox so far.
  static MailboxStatus.Counters counters(String address) {
    return Objects.requireNonNull(look(address).counters());
  }

  /// Waits until a mailbox looks so.
  static void awaitLook(String address, Predicate<Details> condition) {
    Eventually.holds(() -> condition.test(look(address)));
  }

  /// Waits until so many threads wait for a message, or, where that is not to be seen, until no
  /// actor runs.
  final void awaitReceivers(String address, int waiting) {
    if (transport.declares(Capability.PARTICIPANTS)) {
      awaitLook(address, seen -> seen.waitingToReceive() == waiting);
    } else {
      actors.getFirst().awaitQuiet();
    }
  }

  /// Waits until so many threads wait for room, or, where that is not to be seen, until no actor
  /// runs.
  final void awaitSenders(String address, int waiting) {
    if (transport.declares(Capability.PARTICIPANTS)) {
      awaitLook(address, seen -> seen.waitingToSend() == waiting);
    } else {
      actors.getFirst().awaitQuiet();
    }
  }

  /// Waits until so many messages are in a mailbox, or, where that is not to be seen, until no
  /// actor runs.
  final void awaitDepth(String address, int depth) {
    if (transport.declares(Capability.DEPTH)) {
      awaitLook(address, seen -> seen.depth() == depth);
    } else {
      actors.getFirst().awaitQuiet();
    }
  }

  /// Ends the receivers that receive whatever comes, once they have told of all that their senders
  /// have.
  final void endWhenAllIsReceived(
      List<Actor> senders, List<Actor> receivers, List<Execution> receiving) {
    Eventually.holds(() -> textsOf("got", receivers).containsAll(textsOf("sent", senders)));
    receiving.forEach(Execution::interrupt);
    receiving.forEach(Execution::result);
  }

  /// Has a message posted to a receiver that waits, with ever longer deadlines, until the receiver
  /// was awake before the deadline. The message is not acknowledged, so it is only received.
  static void postUntilReceived(Actor sender, String post, Execution delivery) {
    delivery.staysUndone();
    String outcome = "NOT_SENT";
    for (long deadline = FIRST_DEADLINE_MILLIS; outcome.startsWith("NOT_SENT"); deadline *= 2) {
      delivery.isUndone();
      assertThat(deadline).as("deadline of " + post).isLessThan(Child.PATIENCE.toMillis());
      outcome = sender.does(post + " within=" + deadline);
    }
    assertThat(outcome).startsWith("RECEIVED");
  }

  private static Set<String> textsOf(String what, List<Actor> actors) {
    return actors.stream()
        .flatMap(actor -> actor.happenings(what).stream())
        .map(RoleEvent::text)
        .collect(Collectors.toSet());
  }

  /// The participant that an actor is at a mailbox.
  static long participant(String address, String name) {
    return look(address).participants().stream()
        .filter(participant -> participant.alive() && participant.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /// No message is in a mailbox, as far as that is to be seen.
  final void assertEmpty(String address) {
    assertDepth(address, 0);
  }

  /// So many messages are in a mailbox, as far as that is to be seen.
  final void assertDepth(String address, int depth) {
    if (transport.declares(Capability.DEPTH)) {
      assertThat(look(address).depth()).as("depth of " + address).isEqualTo(depth);
    }
  }

  @AfterEach
  final void clearAway() {
    actors.forEach(Actor::close);
    for (String address : addresses) {
      try {
        Mailbox.delete(address);
      } catch (NoSuchMailboxException goneAlready) {
        // as it should be for many
      }
    }
  }
}
