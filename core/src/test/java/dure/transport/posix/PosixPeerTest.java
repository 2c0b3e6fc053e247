// SPDX-License-Identifier: Apache-2.0
package dure.transport.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.Message;
import dure.Sending;
import dure.testkit.CProgram;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A C program at the other end of a queue, which knows nothing of us.
class PosixPeerTest extends Queues {
  // LECTURE: 10

  static final String SOURCE =
      """
      #include <errno.h>
      #include <fcntl.h>
      #include <mqueue.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>

      /* create NAME MAXMSG MSGSIZE | attributes NAME | send NAME (PRIORITY TEXT)...
         | receive NAME COUNT */
      int main(int argc, char **argv) {
        setvbuf(stdout, NULL, _IOLBF, 0);
        struct mq_attr a = {0};
        int create = !strcmp(argv[1], "create");
        if (create) {
          a.mq_maxmsg = atol(argv[3]);
          a.mq_msgsize = atol(argv[4]);
        }
        mqd_t q = create
            ? mq_open(argv[2], O_RDWR | O_CREAT | O_EXCL, 0600, &a)
            : mq_open(argv[2], O_RDWR);
        if (q < 0 || mq_getattr(q, &a)) {
          printf("failed: %s\\n", strerror(errno));
          return 1;
        }
        printf("attributes: %ld %ld %ld\\n", a.mq_maxmsg, a.mq_msgsize, a.mq_curmsgs);
        if (!strcmp(argv[1], "send")) {
          for (int i = 3; i + 1 < argc; i += 2) {
            if (mq_send(q, argv[i + 1], strlen(argv[i + 1]), atoi(argv[i]))) {
              printf("failed: %s\\n", strerror(errno));
              return 1;
            }
          }
          printf("sent\\n");
        } else if (!strcmp(argv[1], "receive")) {
          char *text = malloc(a.mq_msgsize + 1);
          for (int i = 0; i < atoi(argv[3]); i++) {
            unsigned priority;
            printf("receiving\\n");
            ssize_t length = mq_receive(q, text, a.mq_msgsize, &priority);
            if (length < 0) {
              printf("failed: %s\\n", strerror(errno));
              return 1;
            }
            text[length] = 0;
            printf("got: %u %s\\n", priority, text);
          }
        }
        return 0;
      }
      """;

  @TempDir private static Path directory;
  private static Path program;

  @BeforeAll
  static void compile() {
    program = new CProgram(CProgram.GCC, SOURCE).compileIn(directory, "-Wl,--no-as-needed", "-lrt");
  }

  private static Child peer(String what, String address, String... more) {
    String[] command = new String[3 + more.length];
    command[0] = program.toString();
    command[1] = what;
    command[2] = address.substring("posix:".length());
    System.arraycopy(more, 0, command, 3, more.length);
    return Child.command(command);
  }

  @Test
  void it_receives_what_we_send_the_highest_priority_first() throws Exception {
    String address = address();
    try (Mailbox box = small(address).capacity(Capacity.bounded(5)).create()) {
      box.send("low".getBytes(StandardCharsets.UTF_8), Sending.PLAIN.priority(1));
      box.send("höchste".getBytes(StandardCharsets.UTF_8), Sending.PLAIN.priority(32767));
      box.send("usual");
      box.send("low again".getBytes(StandardCharsets.UTF_8), Sending.PLAIN.priority(1));
      try (Child peer = peer("receive", address, "5")) {
        assertThat(peer.await("attributes:")).isEqualTo("5 100 4");
        for (String expected : new String[] {"32767 höchste", "1 low", "1 low again", "0 usual"}) {
          assertThat(peer.await("got:")).isEqualTo(expected);
        }
        peer.await("receiving");
        box.send("into its hands".getBytes(StandardCharsets.UTF_8), Sending.PLAIN.priority(3));
        assertThat(peer.await("got:")).isEqualTo("3 into its hands");
        peer.awaitSuccess();
      }
    }
  }

  @Test
  void we_receive_what_it_sends_into_the_queue_it_made() throws Exception {
    String address = address();
    try (Child peer = peer("create", address, "4", "60")) {
      assertThat(peer.await("attributes:")).isEqualTo("4 60 0");
      peer.awaitSuccess();
    }
    try (Mailbox box = Mailbox.open(address);
        Child peer = peer("send", address, "0", "a", "9", "b", "32767", "c", "9", "d", "5", "e")) {
      assertThat(box.settings().capacity()).isEqualTo(Capacity.bounded(4));
      assertThat(box.settings().messageSize()).isEqualTo(60);
      assertThat(box.settings().mode()).isEqualTo(0600);
      peer.await("attributes:");
      Eventually.holds(() -> box.occupancy().room() == 0); // the fifth waits in its mq_send
      StringBuilder got = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        Message message = box.receive();
        got.append(message.text()).append(message.priority()).append(' ');
      }
      assertThat(got).hasToString("c32767 b9 d9 e5 a0 ");
      peer.await("sent");
      peer.awaitSuccess();
    }
  }

  @Test
  void both_see_the_same_depth() throws Exception {
    String address = address();
    try (Mailbox box = small(address).create();
        Child sends = peer("send", address, "1", "x", "1", "y")) {
      sends.awaitSuccess();
      assertThat(box.occupancy().depth()).isEqualTo(2);
      box.receive();
      try (Child looks = peer("attributes", address)) {
        assertThat(looks.await("attributes:")).endsWith(" 100 1");
        looks.awaitSuccess();
      }
    }
  }
}
