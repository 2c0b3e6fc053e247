// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import dure.testkit.OtherUser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token lives as long as its process, whoever looks.
class TokenTest {
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

  private static void check(Token mine, Child child) {
    assertThat(mine.isDead(token(child))).isFalse();
    assertThat(child.await("dead")).isEqualTo("false");
    assertThat(child.await("dead")).isEqualTo("true");
  }
}
