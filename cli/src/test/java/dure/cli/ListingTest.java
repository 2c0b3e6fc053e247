// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.Owner;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What `ls` and `stat` show, to people and to machines.
class ListingTest extends CommandTest {
  private static final String USER = System.getProperty("user.name");

  @Test
  void ls_is_a_table() {
    create("--capacity", "3", "--message-size", "1K", "--mode", "0640");
    dure("send", name, "one");
    List<String> lines = dure("ls").out().lines().toList();
    assertThat(lines.getFirst().split(" +"))
        .containsExactly(
            "NAME",
            "DEPTH",
            "SIZE",
            "RECEIVERS",
            "ORDER",
            "WHEN-FULL",
            "OWNER",
            "SENDING",
            "RECEIVING",
            "WAITING",
            "DROPPED",
            "DEAD",
            "BYTES",
            "USER",
            "MODE",
            "CONDITION");
    String row =
        lines.stream().filter(line -> line.startsWith(name + " ")).findFirst().orElseThrow();
    assertThat(row)
        .matches(
            name
                + " +1/3 +1 KiB +any +arrival +wait +system +0 +0 +0 +0 +0 +[0-9.]+ [KM]iB +"
                + USER
                + " +0640 +live");
    assertThat(lines).allSatisfy(line -> assertThat(line).isEqualTo(line.strip()));
  }

  @Test
  void ls_says_whose_owner_does_not_answer() {
    try (Child owner = process("create", name, "--owner", "process")) {
      owner.await("dure: mailbox");
      owner.signal("STOP");
      assertThat(dure("ls").out()).containsPattern("\n" + name + " .* unreachable\n");
      assertThat(dure("ls", "--json").out()).contains("\"condition\":\"unreachable\"");
      owner.signal("CONT");
      Pattern live = Pattern.compile("\n" + name + " .* live\n");
      Eventually.holds(() -> live.matcher(dure("ls").out()).find());
    }
  }

  @Test
  void ls_counts_who_is_there_and_who_waits() throws Exception {
    create("--capacity", "1");
    try (Mailbox sender = Mailbox.open(name);
        Mailbox receiver = Mailbox.open(name)) {
      sender.send("one");
      receiver.receive();
      sender.send("two");
      Thread waiting = Thread.ofPlatform().start(() -> dure("send", name, "three"));
      await(details -> details.waitingToSend() == 1);
      assertThat(dure("ls").out())
          .containsPattern("\n" + name + " +1/1 +64 KiB +any +arrival +wait +system +1 +1 +1 ");
      receiver.receive();
      waiting.join();
    }
  }

  @Test
  void a_sender_in_a_rendezvous_waits_for_a_receiver() throws Exception {
    create("--capacity", "zero");
    Thread waiting = Thread.ofPlatform().start(() -> dure("send", name, "hello"));
    await(details -> details.waitingToSend() == 1);
    assertThat(dure("stat", name).out())
        .containsPattern("senders +1, 1 waiting for a receiver\n")
        .containsPattern("alive +sends +for a receiver\n");
    assertThat(dure("receive", name).out()).isEqualTo("hello\n");
    waiting.join();
  }

  @Test
  void a_process_id_of_another_pid_namespace_is_marked() {
    create();
    List<String> starter =
        USER.equals("root")
            ? List.of("unshare", "--pid", "--fork", "--kill-child")
            : List.of("unshare", "-r", "--pid", "--fork", "--kill-child");
    try (Child elsewhere = Child.javaUnder(starter, List.of(), Dure.class, "receive", name)) {
      await(details -> details.waitingToReceive() == 1);
      assertThat(dure("stat", name).out())
          .containsPattern(" [0-9]+\\*  " + USER + " +alive +- +for a message\n")
          .endsWith("\n* a process id of another pid namespace\n");
      assertThat(dure("stat", name, "--json").out()).contains("\"elsewhere\":true");
      dure("send", name, "m");
      elsewhere.awaitSuccess();
    }
    assertThat(dure("stat", name).out()).doesNotContain("*");
  }

  @Test
  @SuppressWarnings("unchecked")
  void ls_json_is_an_array_with_all_of_them() {
    create();
    List<Map<String, Object>> all =
        (List<Map<String, Object>>) JsonText.parse(dure("ls", "--json").out());
    assertThat(all)
        .filteredOn("mailbox", name)
        .singleElement()
        .satisfies(mailbox ->
            assertThat(mailbox).containsEntry("condition", "live").containsEntry("depth", 0L));
  }

  @Test
  @SuppressWarnings("unchecked")
  void stat_tells_everything() throws Exception {
    try (Mailbox owner =
            Mailbox.named(name).participant("the owner").owner(Owner.PROCESS).create();
        Mailbox other = Mailbox.named(name).participant("the other").open()) {
      owner.send("one");
      owner.send("two");
      other.receive();

      Map<String, Object> json = JsonText.object(dure("stat", name, "--json").out());
      assertThat(json)
          .containsEntry("mailbox", name)
          .containsEntry("condition", "live")
          .containsEntry("buffering", "automatic")
          .containsEntry("capacity", 64L)
          .containsEntry("messageSize", 65536L)
          .containsEntry("receivers", "any")
          .containsEntry("owner", "process")
          .containsEntry("user", USER)
          .containsEntry("mode", "0600")
          .containsEntry("patienceMicros", 100_000L)
          .containsEntry("mostParticipants", 128L)
          .containsEntry("depth", 1L)
          .containsEntry("sending", 1L)
          .containsEntry("receiving", 1L)
          .containsEntry("waitingToSend", 0L)
          .containsEntry("waitingToReceive", 0L)
          .containsEntry("sent", 2L)
          .containsEntry("received", 1L)
          .containsEntry("redelivered", 0L)
          .containsEntry("repaired", 0L)
          .containsEntry("passed", 0L)
          .containsKeys("group", "bytes");
      List<Map<String, Object>> participants =
          (List<Map<String, Object>>) Objects.requireNonNull(json.get("participants"));
      assertThat(participants).extracting("name").containsExactly("the owner", "the other");
      assertThat(participants.getFirst())
          .containsEntry("pid", ProcessHandle.current().pid())
          .containsEntry("user", USER)
          .containsEntry("alive", true)
          .containsEntry("owner", true)
          .containsEntry("sends", true)
          .containsEntry("receives", false)
          .containsEntry("waitingToSend", 0L)
          .containsEntry("waitingToReceive", 0L)
          .containsKey("id");

      assertThat(dure("stat", name).out())
          .contains("mailbox        " + name + "\n")
          .contains("depth          1 of 64 messages\n")
          .contains("owner          process " + ProcessHandle.current().pid() + " (the owner)\n")
          .contains("participants   2 alive, 0 dead, of at most 128\n")
          .contains("sent           2\n", "received       1\n", "redelivered    0\n")
          .containsPattern("the owner +[0-9]+ +" + USER + " +alive +owns, sends +-\n")
          .containsPattern("the other +[0-9]+ +" + USER + " +alive +receives +-\n");
    }
  }
}
