// SPDX-License-Identifier: Apache-2.0
package dure.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The lecture names no test; the tests name the sections of the lecture that they show.
class LectureIndexTest {
  private static final Path INDEX = LectureIndex.ROOT.resolve("docs/lecture-tests.md");

  /// Sections that hold others, figures, or lists of links.
  private static final Set<String> WITHOUT_TESTS = Set.of("4", "5", "8", "13", "14", "15");

  /// With `-Dupdate` the index is written anew instead.
  @Test
  void the_index_is_up_to_date() throws IOException {
    if (System.getProperty("update") != null) {
      Files.writeString(INDEX, LectureIndex.text());
    }
    assertThat(Files.readString(INDEX))
        .as(
            "docs/lecture-tests.md; to write it anew: ./mvnw -pl core test"
                + " -Dtest=LectureIndexTest -Dupdate")
        .isEqualTo(LectureIndex.text());
  }

  @Test
  void each_section_is_shown_by_a_test() throws IOException {
    Set<String> sections = LectureIndex.headings().keySet();
    assertThat(LectureIndex.shown())
        .containsAll(sections.stream().filter(s -> !WITHOUT_TESTS.contains(s)).toList())
        .isSubsetOf(sections);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lecture.md", "lecture.ko.md"})
  void the_lecture_links_to_the_tests_of_each_section(String name) throws IOException {
    String page = Files.readString(LectureIndex.ROOT.resolve("docs").resolve(name));
    for (Map.Entry<String, String> heading : LectureIndex.headings().entrySet()) {
      if (!WITHOUT_TESTS.contains(heading.getKey())) {
        assertThat(page)
            .contains("(lecture-tests.md#" + LectureIndex.anchor(heading.getValue()) + ")");
      }
    }
    assertThat(page).doesNotContainPattern("`\\w*(Test|Contract)\\b");
  }
}
