// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.CProgram;
import dure.testkit.Child;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The textbook's calls in C at the other end: packets, and frames over a stream.
class PeerInCTest {
  // LECTURE: 12

  private static final String SOURCE =
      """
      #include <stdint.h>
      #include <stdio.h>
      #include <string.h>
      #include <sys/socket.h>
      #include <sys/un.h>
      #include <unistd.h>

      int main(int count, char **words) {
        int packets = strcmp(words[1], "packets") == 0;
        struct sockaddr_un at = {.sun_family = AF_UNIX};
        strncpy(at.sun_path, words[2], sizeof at.sun_path - 1);
        int fd = socket(AF_UNIX, packets ? SOCK_SEQPACKET : SOCK_STREAM, 0);
        if (connect(fd, (struct sockaddr *)&at, sizeof at)) {
          perror("connect");
          return 1;
        }
        const char *said[] = {"one", "two and more"};
        for (int i = 0; i < 2; i++) {
          uint32_t length = strlen(said[i]);
          if (!packets && write(fd, &length, 4) != 4) return 2;
          if (write(fd, said[i], length) != length) return 3;
        }
        char got[100] = {0};
        uint32_t length = 0;
        if (!packets && read(fd, &length, 4) != 4) return 4;
        int n = read(fd, got, packets ? sizeof got - 1 : length);
        printf("%d %s\\n", n, got);
        return close(fd);
      }
      """;

  @TempDir Path directory;

  @Test
  void packets_keep_their_boundaries() throws InterruptedException {
    Path program = new CProgram(CProgram.GCC, SOURCE).compileIn(directory);
    EndpointAddress at = EndpointAddress.of("unix:" + directory.resolve("s"));
    try (Endpoint server = Endpoint.socket(at.family(), Kind.PACKET).bind(at).listen(1);
        Child c = Child.command(program.toString(), "packets", directory.resolve("s").toString());
        Endpoint talk = server.accept()) {
      byte[] got = new byte[100];
      assertThat(talk.read(got)).isEqualTo(3);
      assertThat(talk.read(got)).isEqualTo(12);
      assertThat(talk.peer().pid()).isEqualTo((int) c.pid());
      talk.write("three".getBytes(UTF_8));
      assertThat(c.awaitSuccess()).containsExactly("5 three");
    }
  }

  @Test
  void frames_are_four_bytes_of_length_and_the_message() throws InterruptedException {
    Path program = new CProgram(CProgram.GCC, SOURCE).compileIn(directory);
    EndpointAddress at = EndpointAddress.of("unix:" + directory.resolve("s"));
    try (Endpoint server = Endpoint.socket(at.family(), Kind.STREAM).bind(at).listen(1);
        Child c = Child.command(program.toString(), "frames", directory.resolve("s").toString());
        Endpoint talk = server.accept()) {
      SocketFrames frames = new SocketFrames(talk, 1000, Child.PATIENCE);
      assertThat(frames.receive()).asString(UTF_8).isEqualTo("one");
      assertThat(frames.receive()).asString(UTF_8).isEqualTo("two and more");
      frames.send("three".getBytes(UTF_8));
      assertThat(c.awaitSuccess()).containsExactly("5 three");
      assertThat(frames.receive()).isNull();
    }
  }
}
