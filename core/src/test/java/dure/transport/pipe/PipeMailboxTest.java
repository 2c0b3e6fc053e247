// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.InvalidNameException;
import dure.LinkTakenException;
import dure.Mailbox;
import dure.MailboxExistsException;
import dure.MailboxStatus;
import dure.Message;
import dure.NoSuchMailboxException;
import dure.Owner;
import dure.pipe.Pipe;
import dure.pipe.PipeFrames;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.JavaCommand;
import dure.testkit.TestNamespace;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A pipe without a name in a file system as a mailbox: its owner's, or one end that was given.
class PipeMailboxTest {
  private static final int MESSAGES = 20_000;

  private final String address = "pipe:" + TestNamespace.name("test");

  private MailboxStatus listed() {
    return Mailbox.list().stream()
        .filter(status -> status.address().toString().equals(address))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void its_owner_shows_in_the_list() throws InterruptedException {
    try (Mailbox box =
            Mailbox.named(address)
                .participant("Ada")
                .capacity(Capacity.bytes(1 << 17))
                .mode(0640)
                .create();
        Mailbox visitor = Mailbox.open(address)) {
      visitor.send("1234");
      for (MailboxStatus status : List.of(listed(), box.status(), visitor.status())) {
        assertThat(status.condition()).isEqualTo(MailboxStatus.Condition.LIVE);
        MailboxStatus.Details seen = Objects.requireNonNull(status.details());
        assertThat(seen.notes())
            .containsEntry("waiting", "8 of 131072 bytes")
            .containsEntry("owner", "'Ada' (pid " + ProcessHandle.current().pid() + ")");
        assertThat(seen.settings().mode()).isEqualTo(0640);
        assertThat(seen.settings().owner()).isEqualTo(Owner.PROCESS);
        assertThat(seen.settings()).isEqualTo(visitor.settings());
      }
      assertThatThrownBy(() -> Mailbox.create(address)).isInstanceOf(MailboxExistsException.class);
    }
    assertThat(Mailbox.list()).noneMatch(status -> status.address().toString().equals(address));
  }

  @Test
  void a_mailbox_in_shared_memory_may_have_the_same_name() throws InterruptedException {
    String other = address.substring("pipe:".length());
    try (Mailbox box = Mailbox.create(address);
        Mailbox shared = Mailbox.named(other).owner(Owner.PROCESS).create()) {
      shared.send("shared");
      box.send("pipe");
      assertThat(box.receive().text()).isEqualTo("pipe");
      assertThat(shared.receive().text()).isEqualTo("shared");
    }
  }

  @Test
  void names_that_can_be_none_are_refused() {
    for (String name : List.of("7", "a/b", "-x", "x".repeat(90))) {
      assertThatThrownBy(() -> Mailbox.create("pipe:" + name))
          .isInstanceOf(InvalidNameException.class);
    }
    Mailbox.create("pipe:" + "x".repeat(89)).close();
    assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(NoSuchMailboxException.class);
    assertThatThrownBy(() -> Mailbox.delete(address)).isInstanceOf(NoSuchMailboxException.class);
    assertThatThrownBy(() -> Mailbox.delete("pipe:0"))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cannot be deleted");
    assertThatThrownBy(() -> Mailbox.open("pipe:9999"))
        .isInstanceOf(NoSuchMailboxException.class)
        .hasMessageContaining("descriptor 9999 is not open");
  }

  @Test
  void no_more_visitors_than_it_lets_in() {
    List<Mailbox> visitors = new ArrayList<>();
    try (Mailbox box = Mailbox.named(address).participants(1).create()) {
      assertThatThrownBy(
              () -> {
                while (visitors.size() < 1000) {
                  visitors.add(Mailbox.open(address));
                }
              })
          .isInstanceOf(LinkTakenException.class);
      visitors.removeLast().close();
      Eventually.holds(() -> {
        try (Mailbox again = Mailbox.open(address)) {
          return again.trySend("m");
        } catch (LinkTakenException notYet) {
          return false;
        }
      });
      assertThat(box.tryReceive()).isNotNull();
    } finally {
      visitors.forEach(Mailbox::close);
    }
  }

  private static Process child(File input, File output, String... role) throws Exception {
    List<String> command = new ArrayList<>(JavaCommand.jvm(Mailbox.class));
    command.add(PipePlayer.class.getName());
    command.addAll(List.of(role));
    return Child.builder(command.toArray(String[]::new))
        .redirectInput(input)
        .redirectOutput(output)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void a_child_has_its_standard_input_and_output_as_mailboxes() throws Exception {
    try (Pipe down = Pipe.create();
        Pipe up = Pipe.create()) {
      Process child =
          child(down.readEnd().asFile(), up.writeEnd().asFile(), "reply", "to its parent");
      down.readEnd().close();
      up.writeEnd().close();
      PipeFrames out = new PipeFrames(down.writeEnd());
      PipeFrames in = new PipeFrames(up.readEnd());
      for (String word : List.of("one", "two", "", "x".repeat(2000))) {
        out.write(word.getBytes(UTF_8));
        assertThat(in.read()).asString(UTF_8).isEqualTo(word + word);
      }
      down.close();
      assertThat(in.read()).as("the child has seen the end, and ended").isNull();
      assertThat(child.waitFor(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isZero();
    }
  }

  private static String said(File input, String... role) throws Exception {
    try (Pipe up = Pipe.create()) {
      Process child = child(input, up.writeEnd().asFile(), role);
      up.writeEnd().close();
      String said = new String(up.readEnd().inputStream().readAllBytes(), UTF_8);
      assertThat(child.waitFor()).isZero();
      return said;
    }
  }

  @Test
  void an_end_goes_one_way() throws Exception {
    try (Pipe down = Pipe.create()) {
      assertThat(said(down.readEnd().asFile(), "wrong way", "pipe:0"))
          .startsWith("UnsupportedOperationException mailbox 'pipe:0'")
          .contains("the end to read at", "one way");
      down.writeEnd().close();
      assertThat(said(down.readEnd().asFile(), "receive", "pipe:0"))
          .contains("ConnectionLostException mailbox 'pipe:0'", "no message can come");
    }
  }

  @Test
  void what_is_no_pipe_is_no_mailbox() throws Exception {
    assertThat(said(new File("/dev/null"), "receive", "pipe:0"))
        .startsWith("NoSuchMailboxException")
        .contains("descriptor 0 is no end of a pipe");
  }

  @Test
  void a_message_cut_in_the_middle_is_damage_and_not_a_wait() throws Exception {
    try (Pipe down = Pipe.create();
        Pipe up = Pipe.create()) {
      Process child = child(down.readEnd().asFile(), up.writeEnd().asFile(), "receive", "pipe:0");
      up.writeEnd().close();
      down.readEnd().close();
      assertThat(up.readEnd().read(new byte[5])).isEqualTo(5); // "open\n"
      down.writeEnd().write(new byte[] {9, 0, 0, 0, 'c', 'u', 't'});
      down.writeEnd().close();
      assertThat(new String(up.readEnd().inputStream().readAllBytes(), UTF_8))
          .startsWith("DamagedMailboxException")
          .contains("in the middle of a message");
      assertThat(child.waitFor()).isZero();
    }
  }

  @Test
  void messages_that_come_while_one_looks_are_whole_and_in_order() throws Exception {
    try (Mailbox box = Mailbox.create(address);
        Mailbox visitor = Mailbox.open(address)) {
      CompletableFuture<Void> sender =
          CompletableFuture.runAsync(() -> {
            for (int i = 0; i < MESSAGES; i++) {
              while (!visitor.trySend("m" + i)) {
                Thread.onSpinWait();
              }
            }
          });
      for (int i = 0; i < MESSAGES; ) {
        Message message = box.tryReceive();
        if (message != null) {
          assertThat(message.text()).isEqualTo("m" + i++);
        } else if (sender.isCompletedExceptionally()) {
          break;
        }
      }
      Eventually.result(sender);
      assertThat(box.tryReceive()).isNull();
    }
  }
}
