// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `dure doctor` makes of the files in which another system tells its choices.
class SurroundingsTest {
  private static final String LOGIND = "etc/systemd/logind.conf";

  /// Of another system, by the name that each of its files has there.
  private Path root = Path.of("");

  @BeforeEach
  void useDirectory(@TempDir Path directory) {
    root = directory;
  }

  private void file(String name, String... lines) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }

  @Test
  void without_systemd_nothing_removes_shared_memory() throws IOException {
    file(LOGIND, "RemoveIPC=yes");
    assertThat(RemoveIpc.read(root)).isEmpty();
  }

  @Test
  void systemd_removes_it_unless_the_last_of_its_files_says_no() throws IOException {
    Files.createDirectories(root.resolve("run/systemd/system"));
    assertThat(RemoveIpc.read(root)).startsWith("yes");
    file(LOGIND, "[Login]", "#RemoveIPC=no", "KillUserProcesses=no");
    assertThat(RemoveIpc.read(root)).as("a comment chooses nothing").startsWith("yes");
    file(LOGIND, "[Login]", "RemoveIPC=no");
    assertThat(RemoveIpc.read(root)).isEqualTo("no");
    file(LOGIND + ".d/20-mailboxes.conf", "[Login]", "RemoveIPC=yes");
    file(LOGIND + ".d/10-first.conf", "[Login]", "RemoveIPC=no");
    file(LOGIND + ".d/30-none.txt", "[Login]", "RemoveIPC=no");
    assertThat(RemoveIpc.read(root)).isEqualTo("yes");
  }

  @Test
  void no_control_group_bounds_anything() throws IOException {
    assertThat(ControlGroup.ofMemory(root)).isEmpty();
    file("proc/self/cgroup", "0::/");
    file("sys/fs/cgroup/memory.max", "max");
    file("sys/fs/cgroup/pids.max", "max");
    assertThat(ControlGroup.ofMemory(root)).isEmpty();
    assertThat(ControlGroup.ofThreads(root)).isEmpty();
    assertThat(ControlGroup.checkOfMemory(root).value()).isEqualTo("none");
  }

  @Test
  void of_several_groups_the_one_with_the_least_left_bounds() throws IOException {
    file("proc/self/cgroup", "1:name=systemd:/other", "0::/shop.slice/orders.service");
    file("sys/fs/cgroup/shop.slice/memory.max", "1000");
    file("sys/fs/cgroup/shop.slice/memory.current", "900");
    file("sys/fs/cgroup/shop.slice/orders.service/memory.max", "800");
    file("sys/fs/cgroup/shop.slice/orders.service/memory.current", "300");
    file("sys/fs/cgroup/shop.slice/orders.service/pids.max", "50");
    file("sys/fs/cgroup/shop.slice/orders.service/pids.current", "49");
    assertThat(ControlGroup.ofMemory(root)).contains(new ControlGroup(1000, 900));
    assertThat(ControlGroup.ofMemory(root).orElseThrow().isNearlyReached()).isFalse();
    assertThat(ControlGroup.ofThreads(root)).contains(new ControlGroup(50, 49));
    assertThat(ControlGroup.checkOfThreads(root))
        .satisfies(check -> {
          assertThat(check.verdict()).isEqualTo(Verdict.WRONG);
          assertThat(check.value()).isEqualTo("50, 49 used");
          assertThat(check.remedy()).contains("--pids-limit");
        });
    assertThat(ControlGroup.checkOfMemory(root).remedy()).isEmpty();
  }

  @Test
  void cached_files_make_way_and_shared_memory_does_not() throws IOException {
    file("proc/self/cgroup", "0::/");
    file("sys/fs/cgroup/memory.max", "1000");
    file("sys/fs/cgroup/memory.current", "990");
    file("sys/fs/cgroup/memory.stat", "anon 90", "file 900", "shmem 500", "inactive_file 400");
    assertThat(ControlGroup.ofMemory(root)).contains(new ControlGroup(1000, 590));
  }

  @Test
  void a_bound_of_the_first_version_counts_unless_it_is_none() throws IOException {
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "5000");
    assertThat(ControlGroup.ofMemory(root)).isEmpty();
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "6000");
    assertThat(ControlGroup.ofMemory(root)).contains(new ControlGroup(6000, 5000));
  }
}
