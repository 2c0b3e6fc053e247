// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dure.Capacity;
import dure.DureException;
import dure.Mailbox;
import dure.Message;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A mailbox whose file was copied sparsely to a disk that has no room for its holes.
class SparseCopyTest {
  private static final String MOUNT = "mount -t tmpfs -o size=1m small \"$0\" && exec \"$@\"";

  /// Copies a mailbox to a full disk, and says what comes of using it there.
  static final class Copier {
    public static void main(String[] arguments) throws Exception {
      Path box = Path.of(arguments[0]);
      Path small = Path.of(arguments[1]);
      try (Mailbox full =
          Mailbox.named("file:" + box).capacity(Capacity.bounded(256)).messageSize(4096).create()) {
        full.send("already there");
      }
      Path copy = small.resolve("box");
      new ProcessBuilder("cp", "--sparse=always", box.toString(), copy.toString())
          .inheritIO()
          .start()
          .waitFor();
      Path fill = small.resolve("fill");
      fill(fill);
      for (int i = 0; i < 3; i++) {
        say("send", () -> open(copy).send("a".repeat(3000)));
      }
      Files.delete(fill);
      try (Mailbox again = open(copy)) {
        say(
            "receive",
            () -> {
              Message message = Objects.requireNonNull(again.tryReceive());
              System.out.println("got " + message.text() + " " + message.redelivered());
            });
        say(
            "send and receive",
            () -> {
              again.send("b".repeat(3000));
              System.out.println("back " + again.receive().size());
            });
      }
      Mailbox.delete("file:" + copy);
    }

    private interface Call {
      void make() throws Exception;
    }

    private static Mailbox open(Path file) {
      return Mailbox.open("file:" + file);
    }

    private static void say(String what, Call call) throws Exception {
      try {
        call.make();
        System.out.println(what + ": done");
      } catch (DureException refused) {
        System.out.println(what + ": " + refused);
      }
    }

    private static void fill(Path file) throws IOException {
      try (OutputStream out = Files.newOutputStream(file)) {
        while (true) {
          out.write(new byte[1024]);
        }
      } catch (IOException full) {
        System.out.println("full");
      }
    }
  }

  @Test
  void says_that_there_is_no_room_and_can_be_used_when_there_is(@TempDir Path directory)
      throws IOException {
    assumeTrue(OtherUser.isThere(), "a small disk takes the right to mount");
    Path small = Files.createDirectory(directory.resolve("small"));
    List<String> starter = List.of("unshare", "--mount", "sh", "-c", MOUNT, small.toString());
    try (Child child =
        Child.javaUnder(
            starter, List.of(), Copier.class, directory.resolve("box") + "", small + "")) {
      child.await("full");
      for (int i = 0; i < 3; i++) {
        assertThat(child.await("send: "))
            .startsWith("dure.OutOfSharedMemoryException")
            .contains("small/box", "it needs ", "free");
      }
      assertThat(child.await("got ")).isEqualTo("already there 0");
      assertThat(child.await("back ")).isEqualTo("3000");
      child.awaitSuccess();
    }
  }
}
