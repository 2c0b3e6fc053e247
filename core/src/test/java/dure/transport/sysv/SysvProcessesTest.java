// SPDX-License-Identifier: Apache-2.0
package dure.transport.sysv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Choice;
import dure.Mailbox;
import dure.MailboxDeletedException;
import dure.Message;
import dure.NoSuchMailboxException;
import dure.Sending;
import dure.Waiting;
import dure.linux.Keys;
import dure.testkit.Asleep;
import dure.testkit.CProgram;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import dure.testkit.SystemVKeys;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A queue between processes: of another user, in another IPC namespace, in C.
class SysvProcessesTest {
  private static final int MESSAGES = 50_000;

  private static final String PEER =
      """
      #include <errno.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/ipc.h>
      #include <sys/msg.h>
      struct letter { long type; char text[100]; };
      static int id;
      static void take(long type) {
        struct letter in = {0};
        ssize_t got = msgrcv(id, &in, sizeof in.text, type, 0);
        if (got < 0) printf("%s\\n", errno == EIDRM ? "EIDRM" : strerror(errno));
        else printf("%ld %.*s\\n", in.type, (int)got, in.text);
        fflush(stdout);
      }
      static void give(long type, const char *text) {
        struct letter out = {type, ""};
        strcpy(out.text, text);
        if (msgsnd(id, &out, strlen(text), 0) < 0) perror("msgsnd");
      }
      int main(int argc, char **argv) {
        id = msgget(ftok(argv[1], atoi(argv[2])), argc > 3 ? IPC_CREAT | IPC_EXCL | 0600 : 0);
        if (id < 0) { perror("msgget"); return 1; }
        if (argc > 3) {
          give(8, "made in C");
          puts("made"); fflush(stdout);
          getchar();
          return msgctl(id, IPC_RMID, 0) < 0;
        }
        take(-10);
        take(20);
        take(0);
        give(100, "first from C");
        give(200, "second from C");
        give(300, "");
        take(7);
        puts("waits"); fflush(stdout);
        take(9);
        return 0;
      }
      """;

  private final String name = "sysv:" + SystemVKeys.next();
  private final List<String> addresses = new ArrayList<>(List.of(name));

  @TempDir private Path directory;

  @AfterEach
  void deleteThem() {
    for (String address : addresses) {
      try {
        Mailbox.delete(address);
      } catch (NoSuchMailboxException gone) {
        // as it should be for some
      }
    }
  }

  private String ftokAddress() throws Exception {
    Path file = Files.createFile(directory.resolve("key"));
    SystemVKeys.own((int) Keys.of(file.toString(), 7));
    String address = "sysv:" + file + "#7";
    addresses.addFirst(address);
    return address;
  }

  private Child peer(String address, String... more) {
    String[] pathAndProject = address.substring("sysv:".length()).split("#", 2);
    List<String> command = new ArrayList<>();
    command.add(new CProgram(CProgram.GCC, PEER).compileIn(directory).toString());
    command.addAll(List.of(pathAndProject));
    command.addAll(List.of(more));
    return Child.command(command.toArray(String[]::new));
  }

  @Test
  void a_program_in_c_is_at_the_other_end() throws Exception {
    // LECTURE: 10
    String address = ftokAddress();
    try (Mailbox box = Mailbox.create(address)) {
      box.send("five".getBytes(UTF_8), Sending.PLAIN.number(5));
      box.send("three".getBytes(UTF_8), Sending.PLAIN.number(3));
      box.send("twenty".getBytes(UTF_8), Sending.PLAIN.number(20));
      try (Child c = peer(address)) {
        assertThat(c.line()).isEqualTo("3 three");
        assertThat(c.line()).isEqualTo("20 twenty");
        assertThat(c.line()).isEqualTo("5 five");
        assertThat(box.receive(Choice.number(200)).text()).isEqualTo("second from C");
        assertThat(box.receive(Choice.lowestUpTo(250)).text()).isEqualTo("first from C");
        assertThat(box.receive().size()).isZero();
        box.send("seven".getBytes(UTF_8), Sending.PLAIN.number(7));
        assertThat(c.line()).isEqualTo("7 seven");
        assertThat(c.line()).isEqualTo("waits");
        assertThat(box.status().details().notes().get("last receiver"))
            .isEqualTo("pid " + c.pid() + " (program)");
        c.awaitSleep();
        Mailbox.delete(address);
        assertThat(c.line()).isEqualTo("EIDRM");
        c.awaitSuccess();
      }
    }
  }

  @Test
  void a_program_in_c_may_make_it_and_remove_it() throws Exception {
    String address = ftokAddress();
    try (Child c = peer(address, "make")) {
      c.await("made");
      try (Mailbox box = Mailbox.open(address)) {
        Message message = box.receive();
        assertThat(message.number() + message.text()).isEqualTo("8made in C");
        Thread receiver = Thread.currentThread();
        Thread remover =
            Thread.startVirtualThread(() -> {
              Asleep.await(receiver);
              c.tell("");
            });
        assertThatThrownBy(box::receive).isInstanceOf(MailboxDeletedException.class);
        remover.join();
      }
      c.awaitSuccess();
    }
  }

  /// Another user where there is one, else this one.
  private Child visitor() {
    String second = "sysv:" + SystemVKeys.next();
    return OtherUser.isThere()
        ? new OtherUser(directory, SysvRole.class).java(SysvRole.class, "intrude", name, second)
        : Child.java(SysvRole.class, "intrude", name, second);
  }

  @Test
  void whoever_may_take_part_may_not_delete_it_unless_it_is_his() {
    try (Mailbox _ = Mailbox.named(name).mode(0666).create();
        Child visitor = visitor()) {
      assertThat(visitor.line()).isEqualTo("1 take part: in");
      if (!OtherUser.isThere()) {
        assertThat(visitor.line()).isEqualTo("2 delete: done");
        assertThat(visitor.await("6 more")).isNotEmpty();
        visitor.awaitSuccess();
        return;
      }
      assertThat(visitor.line())
          .startsWith("2 delete: dure.NotPermittedException")
          .contains("may not delete it (EPERM)", "owner");
      assertThat(visitor.line()).isEqualTo("3 status: LIVE");
      assertThat(visitor.line()).isEqualTo("4 listed: [LIVE]");
      visitor.await("6 more");
      visitor.awaitSuccess();
      assertThat(Mailbox.status(name).details().depth()).isZero();
    }
  }

  @Test
  void whom_its_mode_keeps_out_sees_only_that_it_is_there() {
    try (Mailbox _ = Mailbox.named(name).mode(OtherUser.isThere() ? 0622 : 0200).create();
        Child visitor = visitor()) {
      assertThat(visitor.line())
          .startsWith("1 take part: dure.NotPermittedException")
          .contains("may not use it (EACCES)");
      String deletion = visitor.line();
      if (OtherUser.isThere()) {
        assertThat(deletion).contains("may not delete it");
        assertThat(visitor.line()).startsWith("3 status: dure.NotPermittedException");
        assertThat(visitor.line()).isEqualTo("4 listed: [NOT_PERMITTED]");
      }
      visitor.await("6 more");
      visitor.awaitSuccess();
    }
  }

  @Test
  void more_room_than_the_system_allows_is_refused_with_the_limit_and_the_remedy() {
    try (Child visitor = visitor()) {
      assertThat(visitor.await("5 too much:"))
          .startsWith("dure.SystemLimitException")
          .contains("kernel.msgmnb", "sysctl -w kernel.msgmnb=" + (1L << 30));
      assertThat(visitor.await("6 more than can be:"))
          .startsWith("java.lang.IllegalArgumentException")
          .contains("2147483647");
      visitor.awaitSuccess();
    }
  }

  @Test
  void the_limits_of_the_system_are_named_with_their_values_and_remedies() {
    // LECTURE: 10
    List<String> namespace =
        OtherUser.isThere()
            ? List.of("unshare", "--ipc")
            : List.of("unshare", "--user", "--map-root-user", "--ipc");
    String second = "sysv:" + SystemVKeys.next();
    try (Child child =
        Child.javaUnder(namespace, List.of(), SysvRole.class, "exceed", name, second)) {
      assertThat(child.line()).isEqualTo("1 lower: true");
      assertThat(child.line()).isEqualTo("2 first: 1000 bytes");
      assertThat(child.line())
          .startsWith("3 second: dure.SystemLimitException: mailbox '" + second + "': ")
          .contains("kernel.msgmni allows (1)", "ipcrm", "sysctl -w kernel.msgmni");
      assertThat(child.line())
          .startsWith("4 long message: dure.MessageTooLargeException")
          .contains("101 bytes", "100");
      assertThat(child.line()).isEqualTo("5 still there: true");
      assertThat(child.line())
          .startsWith("6 lowered meanwhile: dure.MessageTooLargeException")
          .contains("kernel.msgmax has become 50");
      assertThat(child.line())
          .startsWith("7 longer than now: dure.MessageTooLargeException")
          .contains("nothing was received", "open it again");
      assertThat(child.line()).isEqualTo("8 raised again: 100");
      assertThat(child.line()).isEqualTo("9 none left: []");
      child.awaitSuccess();
    }
  }

  /// Two receivers, one on a virtual thread, and a sender in another process, all with deadlines of
  /// less than a tenth of a millisecond.
  @Test
  void no_message_is_lost_or_doubled_between_processes_that_hardly_wait() throws Exception {
    BitSet all = new BitSet();
    AtomicBoolean sent = new AtomicBoolean();
    try (Mailbox box = Mailbox.named(name).waiting(Waiting.BLOCK).create();
        Child sender = Child.java(SysvRole.class, "stream", name, "" + MESSAGES)) {
      Thread virtual = Thread.startVirtualThread(() -> gather(box, all, sent));
      Thread platform = Thread.ofPlatform().start(() -> gather(box, all, sent));
      for (int i = 0; i < MESSAGES; i += 1_000) {
        sender.await("on its way: " + i);
      }
      assertThat(sender.await("sent:")).isEqualTo("" + MESSAGES);
      sender.awaitSuccess();
      sent.set(true);
      virtual.join();
      platform.join();
      assertThat(box.occupancy().depth()).isZero();
    }
    assertThat(all.cardinality()).isEqualTo(MESSAGES);
  }

  private static void gather(Mailbox box, BitSet all, AtomicBoolean sent) {
    try {
      for (boolean last = false; !last; ) {
        boolean allSent = sent.get();
        Duration shortly = Duration.ofNanos(ThreadLocalRandom.current().nextLong(1, 100_000));
        Message message = box.receive(shortly);
        last = message == null && allSent && box.occupancy().depth() == 0;
        if (message != null) {
          int number = ByteBuffer.wrap(message.bytes()).getInt();
          synchronized (all) {
            if (all.get(number)) {
              throw new AssertionError(number + " came twice");
            }
            all.set(number);
          }
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
