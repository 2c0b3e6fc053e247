// SPDX-License-Identifier: Apache-2.0
package dure.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import dure.layout.FileNames;
import dure.linux.FileLocks;
import dure.linux.Files;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token lives as long as its process, whoever looks.
class TokenTest {
  private static final String DIRECTORY = FileNames.DIRECTORY;

  /// Tells its token, and judges those it is told.
  static final class JudgeRole {
    public static void main(String[] arguments) throws IOException {
      Token token = Token.mine();
      System.out.println("token " + token.value() + " in " + token.domain());
      for (String other : arguments) {
        System.out.println("dead " + token.isDead(Long.parseLong(other)));
      }
      int _ = System.in.read();
    }
  }

  private static long token(Child child) {
    return Long.parseLong(child.await("token").split(" ", 2)[0]);
  }

  @Test
  void each_process_has_one_that_dies_with_it() {
    Token mine = Token.mine();
    try (Child child = Child.java(JudgeRole.class, "" + mine.value())) {
      String[] told = child.await("token").split(" in ", 2);
      long other = Long.parseLong(told[0]);
      assertThat(told[1]).isEqualTo("" + mine.domain());
      assertThat(other).isNotEqualTo(mine.value()).isBetween(1L, (1L << Token.BITS) - 1);
      assertThat(mine.isDead(other)).isFalse();
      assertThat(child.await("dead")).isEqualTo("false");
      child.signal("STOP");
      assertThat(mine.isDead(other)).as("while it is only stopped").isFalse();
      child.kill();
      assertThat(mine.isDead(other)).isTrue();
    }
    assertThat(mine.isDead(mine.value())).isFalse();
    assertThat(mine.isDead(4711)).isTrue();
  }

  @Test
  void other_users_see_it_and_are_seen(@TempDir Path directory) {
    Token mine = Token.mine();
    String[] tokens = {"" + mine.value(), "4711"};
    try (Child child =
        OtherUser.isThere()
            ? new OtherUser(directory, Token.class).java(JudgeRole.class, tokens)
            : Child.java(JudgeRole.class, tokens)) {
      check(mine, child);
      child.kill();
    }
  }

  @Test
  void it_reaches_across_pid_namespaces() {
    Token mine = Token.mine();
    List<String> starter = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child"));
    if (!OtherUser.isThere()) {
      starter.add(1, "-r");
    }
    try (Child child =
        Child.javaUnder(starter, List.of(), JudgeRole.class, "" + mine.value(), "4711")) {
      check(mine, child);
      child.endInput();
      child.awaitSuccess();
    }
  }

  /// Keeps, by the right to read alone, each byte of all files of tokens that nobody has locked,
  /// and then each byte of the directory that it is told.
  static final class ReaderRole {
    public static void main(String[] arguments) throws IOException {
      for (String name : Files.list(DIRECTORY)) {
        if (name.startsWith("dure-tokens.")) {
          keepAll(Files.open(DIRECTORY + "/" + name, Files.O_RDONLY, 0));
        }
      }
      System.out.println("keeps all");
      int directory = Files.open(DIRECTORY, Files.O_RDONLY, 0);
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
        for (String byteToKeep = in.readLine(); byteToKeep != null; byteToKeep = in.readLine()) {
          System.out.println("keeps " + FileLocks.tryShare(directory, Long.parseLong(byteToKeep)));
        }
      }
    }

    private static void keepAll(int fd) throws IOException {
      FileChannel file = FileChannel.open(Path.of("/proc/self/fd/" + fd), StandardOpenOption.READ);
      if (file.tryLock(0, Long.MAX_VALUE, true) == null) {
        keepHalves(file, 0, 1L << 31);
      }
    }

    private static void keepHalves(FileChannel file, long from, long bytes) throws IOException {
      if (file.tryLock(from, bytes, true) == null && bytes > 1) {
        keepHalves(file, from, bytes / 2);
        keepHalves(file, from + bytes / 2, bytes / 2);
      }
    }
  }

  @Test
  void another_user_who_may_read_can_neither_fake_nor_prevent_one(@TempDir Path directory)
      throws IOException {
    Token mine = Token.mine();
    try (Child early = Child.java(JudgeRole.class)) {
      long first = token(early);
      try (Child reader =
          OtherUser.isThere()
              ? new OtherUser(directory, Token.class).java(ReaderRole.class)
              : Child.java(ReaderRole.class)) {
        reader.await("keeps all");
        try (Child late = Child.java(JudgeRole.class)) {
          long second = token(late);
          for (long token : new long[] {first, second}) {
            reader.tell("" + token);
            assertThat(reader.await("keeps")).isEqualTo("0");
            assertThat(mine.isDead(token)).isFalse();
          }
          early.kill();
          assertThat(mine.isDead(first)).isTrue();
          assertThat(mine.isDead(second)).isFalse();
          late.kill();
          assertThat(mine.isDead(second)).isTrue();
          assertThat(second >>> 31).isNotEqualTo(first >>> 31);
          java.nio.file.Files.delete(
              Path.of(DIRECTORY, "dure-tokens." + Long.toHexString(second >>> 31)));
        }
      }
    }
  }

  @Test
  void where_its_file_was_removed_the_directory_decides() throws IOException {
    Token mine = Token.mine();
    try (Child reader = Child.java(ReaderRole.class)) {
      reader.await("keeps all");
      try (Child child = Child.java(JudgeRole.class)) {
        long token = token(child);
        java.nio.file.Files.delete(
            Path.of(DIRECTORY, "dure-tokens." + Long.toHexString(token >>> 31)));
        assertThat(mine.isDead(token)).isFalse();
        child.kill();
        assertThat(mine.isDead(token)).isTrue();
      }
    }
  }

  private static void check(Token mine, Child child) {
    assertThat(mine.isDead(token(child))).isFalse();
    assertThat(child.await("dead")).isEqualTo("false");
    assertThat(child.await("dead")).isEqualTo("true");
  }
}
