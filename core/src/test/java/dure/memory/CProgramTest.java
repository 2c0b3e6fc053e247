// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.CProgram;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Regions are the system's own: a program in C is at the other end of them, by its own calls.
class CProgramTest extends Regions {
  // LECTURE: 3

  /// Creates or attaches, writes or reads a record of a number and a text; then waits to be told.
  private static final String SOURCE =
      """
      #include <fcntl.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/ipc.h>
      #include <sys/mman.h>
      #include <sys/shm.h>
      #include <sys/stat.h>
      #include <unistd.h>
      struct record { int number; char text[60]; long last; };
      static struct record *posix(const char *name, int create) {
        int fd = shm_open(name, create ? O_CREAT | O_EXCL | O_RDWR : O_RDWR, 0600);
        if (fd < 0) { perror("shm_open"); exit(1); }
        if (create && ftruncate(fd, sizeof(struct record)) != 0) { perror("ftruncate"); exit(1); }
        void *at = mmap(NULL, sizeof(struct record), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (at == MAP_FAILED) { perror("mmap"); exit(1); }
        return at;
      }
      static struct record *systemv(const char *file, int create) {
        int flags = create ? IPC_CREAT | IPC_EXCL | 0600 : 0;
        int id = shmget(ftok(file, 'D'), sizeof(struct record), flags);
        if (id < 0) { perror("shmget"); exit(1); }
        void *at = shmat(id, NULL, 0);
        if (at == (void *)-1) { perror("shmat"); exit(1); }
        return at;
      }
      int main(int argc, char **argv) {
        int create = argv[2][0] == 'c';
        struct record *r =
            argv[1][0] == 'p' ? posix(argv[3], create) : systemv(argv[3], create);
        if (create) {
          r->number = 42;
          strcpy(r->text, "from C");
          r->last = -7;
        }
        printf("%d %s %ld\\n", r->number, r->text, r->last);
        fflush(stdout);
        getchar();
        printf("%d %s %ld\\n", r->number, r->text, r->last);
        return 0;
      }
      """;

  private static final int BYTES = 72;

  private Path program;

  @BeforeEach
  void compile() {
    program = new CProgram(CProgram.GCC, SOURCE).compileIn(directory);
  }

  private Child c(String... arguments) {
    return Child.command("" + program, arguments[0], arguments[1], arguments[2]);
  }

  private Path file() throws IOException {
    return Files.createFile(directory.resolve("key"));
  }

  @Test
  void what_c_made_with_shm_open_is_read_and_written_here() {
    String name = posixName();
    assertBothWays(Region.posix(name), c("posix", "create", name));
  }

  @Test
  void what_c_made_with_shmget_by_ftok_is_read_and_written_here() throws IOException {
    Path file = file();
    RegionBuilder builder = Region.systemV(file, 'D');
    assertBothWays(builder, c("systemv", "create", "" + file));
    builder.remove();
  }

  private static void assertBothWays(RegionBuilder builder, Child creator) {
    try (creator) {
      assertThat(creator.line()).isEqualTo("42 from C -7");
      try (Region region = builder.size(BYTES).attach()) {
        assertThat(region.segment().get(JAVA_INT, 0)).isEqualTo(42);
        assertThat(region.segment().getString(4)).isEqualTo("from C");
        assertThat(region.segment().get(JAVA_LONG, 64)).isEqualTo(-7);
        assertThat(region.status().attached()).isEqualTo(2);
        write(region.segment());
      }
      creator.tell("look");
      assertThat(creator.line()).isEqualTo("43 from Java 8");
      creator.awaitSuccess();
    }
  }

  private static void write(MemorySegment record) {
    record.set(JAVA_INT, 0, 43);
    record.setString(4, "from Java", StandardCharsets.UTF_8);
    record.set(JAVA_LONG, 64, 8);
  }

  @Test
  void c_finds_what_was_made_here() throws IOException {
    String name = posixName();
    Path file = file();
    try (Region object = Region.posix(name).size(BYTES).create();
        Region segment = Region.systemV(file, 'D').size(BYTES).create()) {
      write(object.segment());
      write(segment.segment());
      for (Child reader : new Child[] {c("posix", "attach", name), c("systemv", "at", "" + file)}) {
        assertThat(reader.line()).isEqualTo("43 from Java 8");
        reader.endInput();
        reader.awaitSuccess();
      }
      assertThat(segment.remove()).isTrue();
    }
  }

  @Test
  void c_finds_the_longest_name_too() {
    String name = "/" + TestNamespace.token() + "n".repeat(254 - TestNamespace.token().length());
    try (Region object = Region.posix(name).size(BYTES).create()) {
      write(object.segment());
      try (Child reader = c("posix", "attach", name)) {
        assertThat(reader.line()).isEqualTo("43 from Java 8");
        reader.endInput();
        reader.awaitSuccess();
      }
      assertThat(object.remove()).isTrue();
    }
  }
}
