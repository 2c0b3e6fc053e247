// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Deadline;
import dure.InvalidNameException;
import dure.Mailbox;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.ProcessGoneException;
import dure.SystemFailureException;
import dure.layout.HeaderLayout;
import dure.testkit.AsyncCall;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.OtherUser;
import dure.testkit.Stopwatch;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The link of two processes is of these two: a third neither fills it, nor sees it, nor takes from
/// it, and the death of one leaves the other what it was sent.
class LinkTest extends TalkersOfATest {
  // LECTURE: 5.2

  /// The descriptors of links that a process has.
  private static List<Path> links(long pid) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return all.filter(LinkTest::isLink).toList();
    }
  }

  private static boolean isLink(Path descriptor) {
    try {
      String file = Files.readSymbolicLink(descriptor).toString();
      return file.startsWith("/memfd:link:") && file.contains("→");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  private static boolean hasLinks(Child process, int count) {
    try {
      return links(process.pid()).size() == count;
    } catch (IOException gone) {
      return false;
    }
  }

  @Test
  void a_third_sender_fills_its_own_link_and_no_other() {
    // LECTURE: 5.2
    Child p = talker("P");
    Child q = talker("Q");
    Child r = talker("R");
    q.tell("from " + name("P")); // waits for P before R begins
    assertThat(does(r, "flood " + name("Q"))).isEqualTo("" + IncomingLink.MESSAGES);
    assertThat(does(r, "flood " + name("P"))).isEqualTo("" + IncomingLink.MESSAGES);
    assertThat(does(p, "send " + name("Q") + " question")).isEqualTo("sent");
    assertThat(q.await("did")).isEqualTo(name("P") + ": question");
    assertThat(does(q, "send " + name("P") + " answer")).isEqualTo("sent");
    assertThat(does(p, "from " + name("Q"))).isEqualTo(name("Q") + ": answer");
    assertThat(does(p, "flood " + name("Q"))).as("P's own room, whole").isEqualTo("64");
    for (int number = 0; number < IncomingLink.MESSAGES; number++) {
      assertThat(does(q, "now " + name("R"))).isEqualTo(name("R") + ": " + number);
    }
    assertThat(does(q, "now " + name("R"))).isEqualTo("nothing");
    assertThat(does(q, "now " + name("P"))).isEqualTo(name("P") + ": 0");
  }

  @Test
  void no_listing_shows_a_link_no_address_opens_it_and_no_other_process_gets_it(
      @TempDir Path directory) throws Exception {
    // LECTURE: 5.2
    Child p = talker("P");
    Child q = talker("Q");
    does(p, "send " + name("Q") + " secret");
    assertThat(Mailbox.list()).noneMatch(status -> status.address().toString().contains(suffix));
    ProcessAddress receiver = ProcessAddress.of(name("Q"));
    for (String address :
        List.of(
            receiver.toString(),
            receiver.link(name("P")).toString(),
            ":process:" + name("Q"),
            "@" + name("Q"))) {
      assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(InvalidNameException.class);
      assertThatThrownBy(() -> Mailbox.status(address)).isInstanceOf(InvalidNameException.class);
    }
    for (String address : List.of(name("Q"), "process." + name("Q"), "link." + name("P"))) {
      assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(NoSuchMailboxException.class);
      assertThatThrownBy(() -> Mailbox.delete(address)).isInstanceOf(NoSuchMailboxException.class);
    }
    for (String claimed : List.of(name("P"), name("Q"), name("X"))) {
      try (ProcessConnection connection =
          ProcessConnection.at(receiver, Deadline.NEVER)) { // of another process
        assertThatThrownBy(() -> connection.link(claimed, Deadline.NEVER))
            .isInstanceOf(NotPermittedException.class);
      }
    }
    if (OtherUser.isThere()) {
      OtherUser other = new OtherUser(directory, Talker.class);
      try (Child stranger = other.java(Talker.class, name("S"))) {
        stranger.await("joined");
        assertThat(does(stranger, "send " + name("Q") + " mine"))
            .startsWith("NotPermittedException");
        assertThat(does(p, "send " + name("S") + " mine")).startsWith("sent"); // P is root
      }
    }
    assertThat(does(q, "from " + name("P"))).isEqualTo(name("P") + ": secret");
  }

  @Test
  void what_was_accepted_survives_each_death_of_its_sender_and_then_the_link_goes() {
    Child q = talker("Q");
    for (int round = 0; round < 4; round++) {
      Child p = talker("P");
      p.tell("stream " + name("Q"));
      int accepted = 5 + round * 3;
      for (int number = 0; number < accepted; number++) {
        assertThat(p.await("accepted")).isEqualTo("" + number);
        if (number % 2 == 0) {
          assertThat(does(q, "from " + name("P"))).isEqualTo(name("P") + ": " + number / 2);
        }
      }
      p.kill();
      List<Integer> rest = new ArrayList<>();
      String next = does(q, "from " + name("P"));
      for (; next.startsWith(name("P")); next = does(q, "from " + name("P"))) {
        rest.add(Integer.parseInt(next.substring(next.indexOf(' ') + 1)));
      }
      assertThat(next).startsWith("UnknownProcessException");
      int first = (accepted + 1) / 2;
      assertThat(rest)
          .as("in order, all that were accepted, and perhaps what was on its way")
          .hasSizeGreaterThanOrEqualTo(accepted - first)
          .isEqualTo(IntStream.range(first, first + rest.size()).boxed().toList());
      Eventually.holds(() -> hasLinks(q, 0));
    }
  }

  @Test
  void a_new_process_of_a_dead_ones_name_goes_on_where_it_ended() {
    Child q = talker("Q");
    Child first = talker("P");
    does(first, "send " + name("Q") + " one");
    does(first, "send " + name("Q") + " two");
    first.kill();
    Child second = talker("P");
    does(second, "send " + name("Q") + " three");
    assertThat(hasLinks(q, 1)).as("one link for a pair of names").isTrue();
    for (String word : List.of("one", "two", "three")) {
      assertThat(does(q, "any")).isEqualTo(name("P") + ": " + word);
    }
    assertThat(hasLinks(q, 1)).as("the second P is there").isTrue();
    second.kill();
    Eventually.holds(() -> hasLinks(q, 0));
  }

  @Test
  void who_waits_for_room_is_told_of_the_receivers_end() throws Exception {
    try (NamedProcess me = NamedProcess.join(name("M"))) {
      Child q = talker("Q");
      while (me.trySend(name("Q"), "x".getBytes(UTF_8))) {
        // until it is full
      }
      AsyncCall<Object> waits =
          AsyncCall.start(() -> {
            me.send(name("Q"), "one more".getBytes(UTF_8));
            return "accepted";
          });
      waits.awaitAsleep();
      q.kill();
      assertThat(waits.failure()).isInstanceOf(ProcessGoneException.class);
      Eventually.holds(() -> links(ProcessHandle.current().pid()).isEmpty());
    }
  }

  @Test
  void any_number_of_threads_wait_for_anyone_while_links_come_and_go() throws Exception {
    try (NamedProcess me = NamedProcess.join(name("M"))) {
      List<AsyncCall<DirectMessage>> waiting =
          IntStream.range(0, 6).mapToObj(i -> AsyncCall.start(i % 2 == 0, me::receive)).toList();
      waiting.get(1).awaitAsleep();
      List<String> sent = new ArrayList<>();
      for (String letter : List.of("A", "B", "C")) {
        Child talker = talker(letter);
        does(talker, "send " + me.name() + " first");
        does(talker, "send " + me.name() + " second");
        sent.add(name(letter) + ": first");
        sent.add(name(letter) + ": second");
        if (letter.equals("A")) {
          talker.kill();
        }
      }
      List<String> received = new ArrayList<>();
      for (AsyncCall<DirectMessage> call : waiting) {
        DirectMessage message = call.result();
        received.add(message.from() + ": " + message.text());
      }
      assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
      assertThat(me.tryReceive()).isNull();
    }
  }

  @Test
  void a_partner_that_spoils_its_link_spoils_no_other() throws Exception {
    Child p = talker("P");
    Child q = talker("Q");
    try (NamedProcess me = NamedProcess.join(name("M"))) {
      assertThat(me.trySend(name("Q"), "sound".getBytes(UTF_8))).isTrue();
      assertThat(does(q, "any")).isEqualTo(me.name() + ": sound");
      Path memory = links(ProcessHandle.current().pid()).getFirst();
      try (RandomAccessFile raw = new RandomAccessFile(memory.toFile(), "rw")) {
        raw.seek(HeaderLayout.STATE);
        raw.write(77);
      }
      does(p, "send " + name("Q") + " still here");
      List<String> heard = List.of(does(q, "any"), does(q, "any"));
      assertThat(heard)
          .anyMatch(line -> line.startsWith("DamagedMailboxException") && line.contains(me.name()))
          .contains(name("P") + ": still here");
      does(p, "send " + name("Q") + " and again");
      assertThat(does(q, "from " + name("P"))).endsWith("and again");
    }
  }

  @Test
  void a_stopped_process_holds_up_no_other_and_no_limit() throws Exception {
    Child p = talker("P");
    Child q = talker("Q");
    try (NamedProcess me = NamedProcess.join(name("M"))) {
      me.send(name("P"), "before".getBytes(UTF_8));
      assertThat(does(q, "send " + name("P") + " before")).isEqualTo("sent");
      q.signal("STOP");
      byte[] message = "late".getBytes(UTF_8);
      Bound.holds(
          Duration.ofMillis(450),
          () -> {
            Stopwatch watch = Stopwatch.start();
            assertThat(me.send(name("Q"), message, Duration.ofMillis(200))).isFalse();
            return watch.stop();
          });
      Bound.holds(
          Duration.ofMillis(450),
          () -> {
            Stopwatch watch = Stopwatch.start();
            assertThat(me.receive(name("Q"), Duration.ofMillis(200))).isNull();
            return watch.stop();
          });
      assertThatThrownBy(() -> me.send(name("Q"), message))
          .isInstanceOf(SystemFailureException.class)
          .hasMessageContaining("which may be stopped");
      assertThat(does(p, "from " + me.name())).endsWith("before");
      assertThat(does(p, "send " + me.name() + " as ever")).isEqualTo("sent");
      assertThat(me.receive().text()).isEqualTo("as ever");
      assertThat(NamedProcess.links())
          .as("P tells of the link with Q")
          .contains(new Link(name("P"), name("Q")), new Link(name("P"), me.name()));
      q.signal("CONT");
      me.send(name("Q"), message);
      assertThat(does(q, "from " + me.name())).endsWith("late");
    }
  }

  @Test
  void a_process_has_so_many_partners_and_a_place_comes_back() {
    ProcessAddress me = ProcessAddress.of(name("M"));
    try (IncomingLinks links = new IncomingLinks(me, 2)) {
      IncomingLink a = links.admit("a");
      IncomingLink b = links.admit("b");
      assertThat(a).isNotNull().isNotSameAs(b);
      assertThat(links.admit("b")).as("one for a name").isSameAs(b);
      assertThat(links.admit("c")).isNull();
      assertThat(links.partners()).containsExactly("a", "b");
      links.leave(a, false);
      assertThat(links.partners()).containsExactly("b");
      assertThat(links.admit("c")).isNotNull();
    }
  }
}
