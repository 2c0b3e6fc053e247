// SPDX-License-Identifier: Apache-2.0
package dure.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A sentence names the thing that acts: a sender, a receiver, a process, a thread. Comments and
/// messages of the product, its examples and its documents hold no pronoun in the place of one.
class WordsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern PRONOUN =
      Pattern.compile(
          "\\b(whoever|nobody|somebody|anybody|everybody|he|his|him|those who|one who)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SPOKEN = Pattern.compile("//.*|\"(?:\\\\.|[^\"\\\\])*\"");

  private static Stream<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(WordsTest::isOurs).sorted().toList().stream();
    }
  }

  private static boolean isOurs(Path file) {
    String path = ROOT.relativize(file).toString();
    if (path.contains("/target/") || path.startsWith(".") || path.contains("/.")) {
      return false;
    }
    boolean isCode = path.endsWith(".java") && (path.contains("src/main") || isExample(path));
    boolean isText = path.endsWith(".md");
    return isCode || isText;
  }

  private static boolean isExample(String path) {
    return path.startsWith("examples/") && !path.contains("/test/");
  }

  private static List<String> pronouns(Path file) throws IOException {
    boolean isCode = file.toString().endsWith(".java");
    List<String> found = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      String spoken = (isCode ? spoken(line) : line).replaceAll("`[^`]*`|\\[[^]]*]", "");
      if (PRONOUN.matcher(spoken).find()) {
        found.add(ROOT.relativize(file) + ":" + number + ": " + line.strip());
      }
    }
    return found;
  }

  /// The comment and the literals of a line of code.
  private static String spoken(String line) {
    StringBuilder spoken = new StringBuilder();
    for (Matcher part = SPOKEN.matcher(line); part.find(); ) {
      spoken.append(part.group()).append(' ');
    }
    return spoken.toString();
  }

  @Test
  void each_sentence_names_the_thing_that_acts() throws IOException {
    List<String> all = new ArrayList<>();
    for (Path file : files().toList()) {
      all.addAll(pronouns(file));
    }
    assertThat(all).as("say which sender, receiver, process or thread acts").isEmpty();
  }

  @Test
  void pronouns_are_found_in_comments_and_messages_alone() {
    assertThat(PRONOUN.matcher(spoken("  /// Whoever waits.")).find()).isTrue();
    assertThat(PRONOUN.matcher(spoken("  fail(\"nobody listens\");")).find()).isTrue();
    assertThat(PRONOUN.matcher(spoken("  int his = the(him);")).find()).isFalse();
  }
}
