// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The layout is what its document says, and its fields lie where they can.
class LayoutDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "layout.md");

  /// With `-Dupdate` the document is written anew instead.
  @Test
  void the_document_is_up_to_date() throws IOException {
    if (System.getProperty("update") != null) {
      Files.writeString(DOCUMENT, LayoutDocument.text());
    }
    assertThat(Files.readString(DOCUMENT))
        .as(
            "docs/layout.md; to write it anew: ./mvnw -pl core test -Dtest=LayoutDocumentTest"
                + " -Dupdate")
        .isEqualTo(LayoutDocument.text());
  }

  @Test
  void fields_are_aligned_and_do_not_overlap() {
    for (Map.Entry<String, List<Field>> structure : LayoutDocument.STRUCTURES) {
      long end = 0;
      for (Field field : structure.getValue()) {
        assertThat(field.offset()).as(field.toString()).isGreaterThanOrEqualTo(end);
        assertThat(field.offset() % Math.clamp(field.bytes(), 1, 8)).as(field.toString()).isZero();
        end = field.offset() + field.bytes();
      }
    }
  }

  @Test
  void words_that_different_sides_write_lie_on_different_pairs_of_cache_lines() {
    long[] groups = {
      HeaderLayout.MAGIC,
      HeaderLayout.STATE,
      HeaderLayout.STRAY,
      HeaderLayout.MESSAGES_GATE,
      HeaderLayout.ROOM_GATE,
      HeaderLayout.FATES_GATE,
      HeaderLayout.TAIL_HINT,
      HeaderLayout.HEAD_HINT,
      HeaderLayout.STAMP,
      HeaderLayout.PAIR_HEAD,
      HeaderLayout.SENDING_END
    };
    for (int i = 0; i < groups.length; i++) {
      assertThat(groups[i] % 128).isZero();
      assertThat(i == 0 || groups[i] > groups[i - 1]).isTrue();
    }
  }
}
