// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names of users and groups, both ways, and what stands for those that have none.
class NamesTest {
  private static final int NOBODYS = 0xFFFF_FFF0;

  @TempDir private Path directory;

  @Test
  void numbers_have_names_or_stand_for_themselves() {
    assertThat(Names.user(0)).isEqualTo("root");
    assertThat(Names.group(0)).isEqualTo("root");
    assertThat(Names.user(NOBODYS)).isEqualTo("4294967280");
    assertThat(Names.group(NOBODYS)).isEqualTo("4294967280");
  }

  @Test
  void groups_are_found_by_name_or_number() {
    assertThat(Names.groupNumber("root")).hasValue(0);
    assertThat(Names.groupNumber("0")).hasValue(0);
    assertThat(Names.groupNumber("4294967280")).hasValue(NOBODYS);
    assertThat(Names.groupNumber(Names.group(Processes.gid()))).hasValue(Processes.gid());
  }

  @Test
  void what_is_no_group_is_none() {
    for (String none :
        new String[] {
          "", "no such group", "-1", "4294967295", "99999999999", "0x0", "٣", "1 ", "roo", "root:x"
        }) {
      assertThat(Names.groupNumber(none)).as("'%s'", none).isEmpty();
    }
  }

  @Test
  void one_bad_line_hides_no_other() throws IOException {
    Path file = directory.resolve("group");
    String text = "bad:x:many:\n+::::\nshort\nk\u00F6nig:x:7:\n+\n42:x:9:\nlast:x:8:\n";
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Names.name(file, 8)).isEqualTo("last");
    assertThat(Names.number(file, "last")).hasValue(8);
    assertThat(Names.number(file, "bad")).isEmpty();
    assertThat(Names.number(file, "42")).as("a name of digits is a name first").hasValue(9);
    assertThat(Names.number(directory.resolve("none"), "42")).hasValue(42);
  }
}
