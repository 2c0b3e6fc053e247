// SPDX-License-Identifier: Apache-2.0
package dure.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.DamagedMailboxException;
import dure.MailboxExistsException;
import dure.NotPermittedException;
import dure.linux.Processes;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands at a mailbox's path and is none, or another's, is refused, and nothing happens to
/// it.
class RefusalTest {
  private final String name = TestNamespace.name("test");
  private final Path path = TestNamespace.file("dure." + name);

  @TempDir private Path directory;

  @AfterEach
  void remove_what_stands_there() throws IOException {
    Files.deleteIfExists(path);
  }

  @Test
  void a_symbolic_link_is_not_followed_wherever_it_leads() throws IOException {
    Path target = directory.resolve("target");
    Files.writeString(target, "precious");
    for (Path leadsTo : new Path[] {target, directory, Path.of("/nowhere"), path}) {
      Files.createSymbolicLink(path, leadsTo);
      assertRefused();
      assertThat(Files.readSymbolicLink(path)).isEqualTo(leadsTo);
      Files.delete(path);
    }
    assertThat(target).hasContent("precious");
  }

  @Test
  void a_pipe_is_neither_waited_for_nor_opened() {
    run("mkfifo", path.toString());
    try (Child writer = Child.command("sh", "-c", "echo word > " + path)) {
      assertRefused();
      assertThat(writer.isAlive()).as("still waits for a reader").isTrue();
      try (Child reader = Child.command("cat", path.toString())) {
        assertThat(reader.line()).isEqualTo("word");
        reader.awaitSuccess();
        writer.awaitSuccess();
      }
    }
  }

  @Test
  void a_directory_is_no_mailbox() throws IOException {
    Files.createDirectory(path);
    assertRefused();
  }

  @Test
  void a_socket_is_no_mailbox() {
    try (Child server = Child.java(Server.class, path.toString())) {
      server.await("listening");
      assertRefused();
      server.endInput();
      server.awaitSuccess();
    }
  }

  /// Only root can make one; for others a link to one must do.
  @Test
  void a_device_is_not_touched() throws IOException {
    if (Processes.uid() == 0) {
      run("mknod", path.toString(), "c", "1", "5");
    } else {
      Files.createSymbolicLink(path, Path.of("/dev/zero"));
    }
    assertRefused();
  }

  @Test
  void a_file_of_another_user_is_refused_in_so_many_words() throws IOException {
    SharedFile.create(name, 4096, 0640, "", file -> {}).close();
    if (OtherUser.isThere()) {
      OtherUser other = new OtherUser(directory, Opener.class);
      String whose = "mailbox '" + name + "': it is user root's (group root, mode 06%s), and user ";
      try (Child opener = other.java(Opener.class, name)) {
        assertThat(opener.await("to use:"))
            .startsWith("NotPermittedException: " + whose.formatted("40"))
            .endsWith("may not use it (EACCES); its owner can allow it by mode and group");
        assertThat(opener.await("to look at:")).contains("may not look at it (EACCES)");
        opener.awaitSuccess();
      }
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
      try (Child opener = other.java(Opener.class, name)) {
        assertThat(opener.await("to use:")).contains(whose.formatted("44"));
        assertThat(opener.await("to look at:")).isEqualTo("opened");
        opener.awaitSuccess();
      }
    } else {
      Files.setPosixFilePermissions(path, Set.of());
      for (boolean writable : new boolean[] {true, false}) {
        assertThatThrownBy(() -> SharedFile.open(name, writable))
            .isInstanceOf(NotPermittedException.class)
            .hasMessageContaining("mode 0000");
      }
    }
  }

  @Test
  void another_user_may_use_what_its_mode_allows_but_not_remove_it() {
    SharedFile.create(name, 4096, 0666, "", file -> {}).close();
    if (OtherUser.isThere()) {
      try (Child opener = new OtherUser(directory, Opener.class).java(Opener.class, name)) {
        assertThat(opener.await("to use:")).isEqualTo("opened");
        assertThat(opener.await("to remove:"))
            .startsWith("NotPermittedException")
            .contains("it is deleted, but only root can remove " + path);
        opener.awaitSuccess();
      }
      assertThat(path).exists();
    } else {
      try (Child opener = Child.java(Opener.class, name)) {
        assertThat(opener.await("to remove:")).isEqualTo("removed");
        opener.awaitSuccess();
      }
      assertThat(path).doesNotExist();
    }
  }

  private void assertRefused() {
    for (boolean writable : new boolean[] {true, false}) {
      assertThatThrownBy(() -> SharedFile.open(name, writable))
          .isInstanceOf(DamagedMailboxException.class)
          .hasMessageContaining(path + " is no ordinary file, so no mailbox's; remove it");
    }
    assertThatThrownBy(() -> SharedFile.create(name, 4096, 0600, "", file -> {}))
        .isInstanceOf(MailboxExistsException.class);
    assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  private static void run(String... command) {
    try (Child child = Child.command(command)) {
      child.awaitSuccess();
    }
  }
}
