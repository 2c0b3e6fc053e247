// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How much memory could be had: the machine's, or less where a control group has a limit.
class MachineMemoryTest {
  private static final long KIB = 1024;

  @TempDir private Path directory;
  private Path proc;
  private Path groups;

  @BeforeEach
  void make_a_machine() throws IOException {
    proc = directory.resolve("proc");
    groups = directory.resolve("groups");
    write(
        proc.resolve("meminfo"), "MemTotal: 9000 kB\nMemAvailable:    5000 kB\nSwapFree: 100 kB\n");
    write(proc.resolve("self/cgroup"), "0::/outer/inner\n");
  }

  @Test
  void this_machine_has_some_and_not_all_there_is() throws IOException {
    long total =
        Long.parseLong(
            Files.readString(Path.of("/proc/meminfo"))
                .lines()
                .findFirst()
                .orElseThrow()
                .replaceAll("[^0-9]", ""));
    assertThat(MachineMemory.available()).isBetween(1L << 20, (total << 10) + (1L << 40));
  }

  @Test
  void without_limits_it_is_the_machines() throws IOException {
    assertThat(MachineMemory.available(proc, groups)).isEqualTo(5100 * KIB);
    group("outer/inner", "max", 4000 * KIB, 0);
    assertThat(MachineMemory.available(proc, groups)).isEqualTo(5100 * KIB);
  }

  @Test
  void the_tightest_limit_counts_less_what_is_taken_and_would_not_make_way() throws IOException {
    group("outer/inner", "" + 3000 * KIB, 1000 * KIB, 300 * KIB);
    assertThat(MachineMemory.available(proc, groups)).isEqualTo((2600 + 100) * KIB);
    group("outer", "" + 1500 * KIB, 1400 * KIB, 0);
    assertThat(MachineMemory.available(proc, groups)).isEqualTo((100 + 100) * KIB);
    group("outer", "" + 1500 * KIB, 1600 * KIB, 0);
    assertThat(MachineMemory.available(proc, groups)).isEqualTo(100 * KIB);
  }

  @Test
  void a_container_sees_its_own_group_as_the_outermost() throws IOException {
    write(proc.resolve("self/cgroup"), "1:memory:/old\n0::/\n");
    group("", "" + 2000 * KIB, 0, 0);
    assertThat(MachineMemory.available(proc, groups)).isEqualTo(2100 * KIB);
  }

  @Test
  void where_nothing_is_known_nothing_is_refused() {
    assertThat(MachineMemory.available(directory.resolve("none"), groups))
        .isEqualTo(Long.MAX_VALUE);
  }

  private void group(String name, String most, long taken, long cached) throws IOException {
    Path group = groups.resolve(name);
    write(group.resolve("memory.max"), most + "\n");
    write(group.resolve("memory.current"), taken + "\n");
    write(
        group.resolve("memory.stat"),
        "anon 7\ninactive_file " + cached + "\nactive_file " + cached + "\n");
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
