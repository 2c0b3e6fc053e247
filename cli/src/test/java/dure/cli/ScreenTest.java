// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `top` and `watch` fill a real terminal of 80 by 24, which `tmux` provides.
class ScreenTest extends CommandTest {
  /// Short enough for a column of 28 beside all figures; the namespace is the test JVM's own.
  private static final String NAME = "orders";

  private static final String FORMS = "printing.forms";
  private static final String DEAD_LETTERS = "undeliverable";

  @TempDir private Path directory;

  private List<String> tmux(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-f", "/dev/null"));
    command.addAll(List.of("-S", directory.resolve("tmux").toString()));
    command.addAll(List.of(arguments));
    try (Child tmux = Child.command(command.toArray(String[]::new))) {
      return tmux.awaitSuccess();
    }
  }

  private void start(String subcommand) {
    tmux("new-session", "-d", "-x", "80", "-y", "24", commandLine() + " " + subcommand + "; cat");
  }

  private void awaitScreen(Predicate<String> looksRight) {
    Eventually.holds(() -> looksRight.test(String.join("\n", tmux("capture-pane", "-p"))));
  }

  @AfterEach
  void endTmux() {
    tmux("kill-server");
    Mailbox.delete(NAME);
  }

  @Test
  void top_shows_all_and_one_mailbox_and_leaves_the_terminal_as_it_was() throws Exception {
    assertThat(dure("create", NAME, "--capacity", "4").status()).isZero();
    dure("send", NAME, "m");
    Mailbox.create(DEAD_LETTERS).close();
    try (Mailbox forms =
        Mailbox.named(FORMS).capacity(Capacity.bounded(2)).participant("clerk").create()) {
      forms.send("one");
      forms.send("two");
      showAll();
    } finally {
      Mailbox.delete(FORMS);
      Mailbox.delete(DEAD_LETTERS);
    }
    showOne();
    assertThat(dure("stat", NAME).out()).containsPattern("participants +0 alive, 0 dead");
  }

  private void showAll() throws IOException {
    start("top");
    awaitScreen(screen -> screen.contains(" 2/2 ") && screen.contains(DEAD_LETTERS));
    awaitScreen(screen -> screen.contains(NAME) && screen.contains(" 1/4 "));
    dure("send", NAME, "m");
    awaitScreen(screen -> screen.contains(" 2/4 "));
    TerminalPicture.write("top", 80, tmux("capture-pane", "-e", "-p"));
  }

  private void showOne() {
    awaitScreen(screen -> screen.contains(">" + NAME) && !screen.contains(FORMS));
    tmux("send-keys", "Enter");
    awaitScreen(screen -> screen.contains("╭ A | B ╮") && screen.contains("2 of 4"));
    tmux("send-keys", "q");
    awaitScreen(screen -> screen.contains("MAILBOX"));
    tmux("send-keys", "/", "n", "o", "n", "e", "Enter");
    awaitScreen(screen -> screen.contains("with 'none'") && !screen.contains(">" + NAME));
    tmux("send-keys", "q");
    awaitScreen(screen -> !screen.contains("MAILBOX"));
  }
}
