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

/// The documents can be read in a terminal, and each says first what it is for.
///
/// A line is at most 120 columns wide. A row of a table, what a program prints, and a single word
/// such as an address cannot be broken, and may be wider.
class DocumentsTest {
  private static final int COLUMNS = 120;
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s:]+)(?:#[^)]*)?\\)");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path directory : List.of(ROOT, ROOT.resolve("docs"))) {
      int depth = directory.equals(ROOT) ? 1 : 2;
      try (Stream<Path> files = Files.walk(directory, depth)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  /// How wide a line is in a terminal: letters of Korean take two columns.
  private static int columns(String line) {
    return line.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
  }

  private static boolean isWide(int c) {
    return switch (Character.UnicodeScript.of(c)) {
      case HANGUL, HAN, HIRAGANA, KATAKANA -> true;
      default -> c >= 0xFF01 && c <= 0xFF60;
    };
  }

  private static boolean canBeBroken(String line) {
    return !line.stripLeading().startsWith("|") && line.strip().indexOf(' ') >= 0;
  }

  private static List<String> tooWide(List<String> lines) {
    List<String> wide = new ArrayList<>();
    boolean printed = false;
    for (String line : lines) {
      if (line.stripLeading().startsWith("```")) {
        printed = !printed;
      } else if (!printed && canBeBroken(line) && columns(line) > COLUMNS) {
        wide.add(columns(line) + " columns: " + line.strip());
      }
    }
    return wide;
  }

  @Test
  void no_line_is_wider_than_a_terminal() throws IOException {
    List<String> all = new ArrayList<>();
    for (Path page : pages()) {
      for (String line : tooWide(Files.readAllLines(page))) {
        all.add(ROOT.relativize(page) + ": " + line);
      }
    }
    assertThat(all).isEmpty();
  }

  @Test
  void a_wide_line_is_found() {
    assertThat(tooWide(List.of("a " + "b".repeat(119)))).hasSize(1);
    assertThat(tooWide(List.of("a " + "b".repeat(118)))).isEmpty();
    assertThat(tooWide(List.of("가 ".repeat(41)))).hasSize(1);
    assertThat(tooWide(List.of("| " + "b ".repeat(90) + "|"))).isEmpty();
    assertThat(tooWide(List.of("```", "a " + "b".repeat(150), "```"))).isEmpty();
  }

  /// A heading, an empty line, and then a sentence: no table, list or further heading.
  @Test
  void each_page_begins_with_what_it_is_for() throws IOException {
    for (Path page : pages()) {
      List<String> lines = Files.readAllLines(page);
      assertThat(lines.get(0)).as(page.toString()).startsWith("# ");
      assertThat(lines.get(1)).as(page.toString()).isEmpty();
      if (page.startsWith(ROOT.resolve("docs"))) {
        assertThat(lines.get(2)).as(page.toString()).matches("[\\p{L}*`].+");
      }
    }
  }

  @Test
  void each_link_to_a_file_leads_to_one() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          broken.add(ROOT.relativize(page) + " links to " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void the_changelog_has_a_line_an_entry() throws IOException {
    List<String> entries =
        Files.readAllLines(ROOT.resolve("CHANGELOG.md")).stream()
            .filter(line -> line.startsWith("-") || line.startsWith(" "))
            .toList();
    assertThat(entries).isNotEmpty().allMatch(line -> line.startsWith("- "));
  }
}
