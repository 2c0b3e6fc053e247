// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import dure.testkit.JavaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel refuses: another user's mailbox, and more memory than there is.
class AccessTest extends CommandTest {
  private static final boolean ROOT = System.getProperty("user.name").equals("root");
  private static final List<String> NOBODY =
      List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

  @TempDir Path directory;

  /// Runs the command as a user who may not: another one, or, where we cannot become another one,
  /// ourselves at a mailbox that nobody may use.
  private Child stranger(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(ROOT ? NOBODY : List.of());
    command.addAll(JavaCommand.jvm());
    command.addAll(List.of("-cp", ROOT ? readableClassPath() : JavaCommand.classPath(Dure.class)));
    command.add(Dure.class.getName());
    command.addAll(List.of(arguments));
    return Child.command(command.toArray(String[]::new));
  }

  /// A copy of the class path where everybody can read it.
  private String readableClassPath() throws IOException {
    open(directory);
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path from = Path.of(entry);
      if (!Files.exists(from) || from.endsWith("test-classes")) {
        continue;
      }
      Path to = directory.resolve(copies.size() + "-" + from.getFileName());
      copies.add(to.toString());
      if (Files.exists(to)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.toList()) {
          Path copy = to.resolve(from.relativize(file).toString());
          Files.copy(file, file.equals(from) ? to : copy);
          open(file.equals(from) ? to : copy);
        }
      }
    }
    return String.join(":", copies);
  }

  private static void open(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void a_file_that_may_not_be_read_is_no_reason_to_begin() throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "secret");
    Files.setPosixFilePermissions(secret, Set.of());
    try (Child stranger = stranger("demo", secret.toString())) {
      assertThat(stranger.awaitEnd()).isEqualTo(1);
      assertThat(stranger.rest()).containsExactly("dure: this user may not read " + secret);
    }
  }

  @Test
  void a_mailbox_of_another_user_is_refused_with_5() throws IOException {
    create("--mode", ROOT ? "0600" : "0000");
    for (String[] arguments :
        new String[][] {
          {"send", name, "hello"}, {"receive", name, "--try"}, {"stat", name}, {"rm", name}
        }) {
      try (Child stranger = stranger(arguments)) {
        assertThat(stranger.awaitEnd()).as(arguments[0]).isEqualTo(5);
        assertThat(stranger.rest())
            .singleElement()
            .asString()
            .startsWith("dure: mailbox '" + name)
            .contains("may not");
      }
    }
    try (Child stranger = stranger("ls")) {
      assertThat(stranger.awaitSuccess())
          .anySatisfy(line -> assertThat(line).startsWith(name + " ").endsWith("not-permitted"));
    }
  }

  @Test
  void a_process_lets_nobody_in_whom_the_mode_keeps_out() throws IOException {
    try (Child owner =
        process("create", name, "--owner", "process", "--mode", ROOT ? "0600" : "0000")) {
      owner.await("dure: mailbox");
      try (Child stranger = stranger("send", name, "hello")) {
        assertThat(stranger.awaitEnd()).isEqualTo(5);
      }
    }
  }

  /// Where we are root, the shared memory is made too small; where not, the mailbox too large.
  @Test
  void too_little_shared_memory_is_refused_with_the_remedy() {
    String script =
        ROOT
            ? "unset DURE_NAMESPACE; exec unshare -m sh -c 'mount -t tmpfs -o size=1M tmpfs"
                + " /dev/shm && exec \"$@\"' sh "
                + commandLine()
                + " create "
                + name
            : "dure create " + name + " --capacity 1000000 --message-size 1G";
    try (Child shell = shell(script)) {
      assertThat(shell.awaitEnd()).isEqualTo(1);
      assertThat(shell.rest())
          .singleElement()
          .asString()
          .startsWith("dure: mailbox '" + name + "': it needs ")
          .contains(ROOT ? "of the 1.0 MiB in /dev/shm" : "in /dev/shm")
          .contains("mount -o remount,size=", "--shm-size=");
    }
    assertThat(dure("stat", name).status()).isEqualTo(4);
  }
}
