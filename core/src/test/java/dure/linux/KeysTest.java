// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.CProgram;
import dure.testkit.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our keys are C's, so that both find the same object.
class KeysTest {
  private static final String FTOK =
      """
      #include <stdio.h>
      #include <stdlib.h>
      #include <sys/ipc.h>
      int main(int argc, char **argv) {
        for (int i = 2; i < argc; i++) {
          printf("%u\\n", (unsigned)ftok(argv[i], atoi(argv[1])));
        }
        return 0;
      }
      """;

  @TempDir private Path directory;

  @Test
  void they_are_those_of_ftok() throws IOException {
    Path program = new CProgram(CProgram.GCC, FTOK).compileIn(directory);
    Path link = java.nio.file.Files.createSymbolicLink(directory.resolve("link"), program);
    List<String> paths = List.of("/", "/proc", "/dev/null", "/dev/shm", "" + program, "" + link);
    for (int project : new int[] {1, 'R', 255, 256 + 7, -1}) {
      List<String> ours =
          paths.stream().map(path -> Long.toString(Keys.of(path, project))).toList();
      try (Child c = Child.command(command(program, project, paths))) {
        assertThat(ours).isEqualTo(c.awaitSuccess()).doesNotContain("4294967295");
      }
    }
    assertThat(Keys.of("" + link, 1)).isEqualTo(Keys.of("" + program, 1));
  }

  private static String[] command(Path program, int project, List<String> paths) {
    List<String> command = new ArrayList<>(List.of("" + program, "" + project));
    command.addAll(paths);
    return command.toArray(String[]::new);
  }

  @Test
  void there_is_none_of_what_is_not_there() {
    assertThat(Errno.ENOENT.is(Keys.of("/nowhere/at/all", 1))).isTrue();
    assertThat(Errno.ENOTDIR.is(Keys.of("/dev/null/file", 1))).isTrue();
  }
}
