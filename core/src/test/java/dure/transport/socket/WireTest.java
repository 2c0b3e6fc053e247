// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.DureException;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.MailboxSettings;
import dure.Message;
import dure.Order;
import dure.Owner;
import dure.Receipt;
import dure.Receivers;
import dure.Until;
import dure.WhenFull;
import dure.testkit.CProgram;
import dure.testkit.Child;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The wire is what `docs/sockets.md` says, and so what a program in C can speak.
class WireTest {
  private static final String SOURCE =
      """
      #include <stdint.h>
      #include <stdio.h>
      #include <string.h>
      #include <sys/socket.h>
      #include <sys/un.h>
      #include <unistd.h>

      static int fd;
      static unsigned char frame[1000];

      static void put(const void *bytes, uint32_t length) {
        if (write(fd, &length, 4) != 4 || write(fd, bytes, length) != length) _exit(10);
      }

      static uint32_t get(void) {
        uint32_t length, have = 0;
        if (read(fd, &length, 4) != 4 || length > sizeof frame) _exit(11);
        for (int n; have < length; have += n)
          if ((n = read(fd, frame + have, length - have)) <= 0) _exit(12);
        return length;
      }

      int main(int count, char **words) {
        struct sockaddr_un at = {.sun_family = AF_UNIX};
        strncpy(at.sun_path, words[1], sizeof at.sun_path - 1);
        fd = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(fd, (struct sockaddr *)&at, sizeof at)) return 1;
        /* magic, version 3, purpose 0 (open), flags 0, rank 0, name "c" */
        put("DURE\\3\\0\\0\\0\\0\\0\\0\\1\\0c", 14);
        get();
        if (memcmp(frame, "DURE\\3\\1", 6)) return 2;
        /* request 1, SEND (0), as long as needed (-1), the message */
        put("\\1\\0\\0\\0\\0\\377\\377\\377\\377\\377\\377\\377\\377from C", 19);
        get();
        if (memcmp(frame, "\\1\\0\\0\\0\\0\\1", 6)) return 3;
        getchar(); /* until the host has taken it: any may receive it */
        /* request 2, RECEIVE (3), any number (0), as long as needed (-1) */
        put("\\2\\0\\0\\0\\3\\0\\0\\0\\0\\0\\0\\0\\0\\377\\377\\377\\377\\377\\377\\377\\377", 21);
        uint32_t length = get();
        if (memcmp(frame, "\\2\\0\\0\\0\\0\\1", 6)) return 4;
        printf("%.*s\\n", (int)length - 46, frame + 46);
        /* request 3, CLOSE (13) */
        put("\\3\\0\\0\\0\\15", 5);
        get();
        return close(fd);
      }
      """;

  @TempDir Path directory;

  @Test
  void a_program_in_c_sends_and_receives() throws InterruptedException {
    Path program = new CProgram(CProgram.GCC, SOURCE).compileIn(directory);
    Path socket = directory.resolve("m");
    try (dure.Mailbox box = dure.Mailbox.named("unix:" + socket).participant("host").create();
        Child c = Child.command(program.toString(), socket.toString())) {
      Message got = box.receive(Child.PATIENCE);
      assertThat(got).isNotNull();
      assertThat(got.text()).isEqualTo("from C");
      box.send("from Java");
      c.tell("");
      assertThat(c.awaitSuccess()).containsExactly("from Java");
    }
  }

  @Test
  void the_places_in_the_lists_are_those_of_the_document() {
    assertThat(Op.values()).hasSize(18).endsWith(Op.CANCEL, Op.STREAM, Op.RETURN);
    assertThat(Op.values()).startsWith(Op.SEND, Op.TRACK, Op.CLAIM);
    assertThat(new WireReader(new byte[] {13}).oneOf(Op.values())).isEqualTo(Op.CLOSE);
    assertThat(Answer.Kind.values())
        .containsExactly(
            Answer.Kind.DONE, Answer.Kind.GOES_ON, Answer.Kind.FAILED, Answer.Kind.CANCELLED);
    assertThat(Hello.Purpose.values())
        .containsExactly(
            Hello.Purpose.OPEN, Hello.Purpose.STATUS, Hello.Purpose.DELETE, Hello.Purpose.PING);
    assertThat(Until.values()).containsExactly(Until.ACCEPTED, Until.RECEIVED, Until.ACKNOWLEDGED);
    assertThat(Receipt.Outcome.values())
        .containsExactly(
            Receipt.Outcome.NOT_SENT,
            Receipt.Outcome.ACCEPTED,
            Receipt.Outcome.RECEIVED,
            Receipt.Outcome.ACKNOWLEDGED);
    assertThat(Receivers.values())
        .containsExactly(
            Receivers.PAIR, Receivers.ONE, Receivers.ANY, Receivers.RANKED, Receivers.ALL);
    assertThat(Order.values()).containsExactly(Order.ARRIVAL, Order.PRIORITY, Order.NUMBER);
    assertThat(WhenFull.values())
        .containsExactly(
            WhenFull.WAIT, WhenFull.REFUSE, WhenFull.DROP_OLDEST, WhenFull.DROP_NEWEST);
  }

  @Test
  void what_is_written_is_read() {
    for (Capacity capacity :
        new Capacity[] {Capacity.zero(), Capacity.bounded(9), Capacity.unbounded(2 << 20)}) {
      MailboxSettings settings =
          new MailboxSettings(
              capacity,
              77,
              Receivers.ANY,
              Order.ARRIVAL,
              WhenFull.WAIT,
              Owner.PROCESS,
              0640,
              "staff",
              Duration.ofMillis(9),
              12,
              3,
              "grave",
              4);
      WireReader read = new WireReader(WireCodecs.settings(new WireWriter(), settings).array());
      assertThat(WireCodecs.settings(read)).isEqualTo(settings);
    }
  }

  @Test
  void failures_keep_their_type_and_get_the_address_of_who_is_told() {
    DureException here = new MailboxDeletedException("tcp.x", "it is gone");
    RuntimeException told = again(RemoteError.of(here, "tcp.x")).at("tcp://x");
    assertThat(told)
        .isInstanceOf(MailboxDeletedException.class)
        .hasMessage("mailbox 'tcp://x': it is gone");
    DureException others = new MailboxClosedException("grave", "closed");
    assertThat(again(RemoteError.of(others, "tcp.x")).at("tcp://x"))
        .hasMessage("mailbox 'grave': closed");
    Exception value = new IllegalArgumentException("mailbox 'tcp://x' has no numbers");
    assertThat(again(RemoteError.of(value, "tcp.x")).at("tcp://y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mailbox 'tcp://x' has no numbers");
  }

  private static RemoteError again(RemoteError told) {
    return RemoteError.read(new WireReader(told.write(new WireWriter()).array()));
  }
}
