// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which of several control groups bounds a process, and how near its bound is.
class ControlGroupTest {
  @TempDir private Path root;

  private void file(String name, String... lines) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
  }

  private Optional<ControlGroup> memory() {
    return ControlGroup.ofMemory(root.resolve("proc"), root.resolve("groups"));
  }

  private Optional<ControlGroup> threads() {
    return ControlGroup.ofThreads(root.resolve("proc"), root.resolve("groups"));
  }

  @Test
  void no_control_group_bounds_anything() throws IOException {
    assertThat(memory()).isEmpty();
    file("proc/self/cgroup", "0::/");
    file("groups/memory.max", "max");
    file("groups/pids.max", "max");
    assertThat(memory()).isEmpty();
    assertThat(threads()).isEmpty();
  }

  @Test
  void of_several_groups_the_one_with_the_least_left_bounds() throws IOException {
    file("proc/self/cgroup", "1:name=systemd:/other", "0::/shop.slice/orders.service");
    file("groups/shop.slice/memory.max", "1000");
    file("groups/shop.slice/memory.current", "900");
    file("groups/shop.slice/orders.service/memory.max", "800");
    file("groups/shop.slice/orders.service/memory.current", "300");
    file("groups/shop.slice/orders.service/pids.max", "50");
    file("groups/shop.slice/orders.service/pids.current", "49");
    assertThat(memory()).contains(new ControlGroup(1000, 900));
    assertThat(threads()).contains(new ControlGroup(50, 49));
  }

  @Test
  void cached_files_make_way_and_shared_memory_does_not() throws IOException {
    file("proc/self/cgroup", "0::/");
    file("groups/memory.max", "1000");
    file("groups/memory.current", "990");
    file("groups/memory.stat", "anon 90", "file 900", "shmem 500", "inactive_file 400");
    assertThat(memory()).contains(new ControlGroup(1000, 590));
  }

  @Test
  void a_bound_of_the_first_version_counts_unless_it_is_none() throws IOException {
    file("groups/memory/memory.limit_in_bytes", "9223372036854771712");
    file("groups/memory/memory.usage_in_bytes", "5000");
    assertThat(memory()).isEmpty();
    file("groups/memory/memory.limit_in_bytes", "6000");
    assertThat(memory()).contains(new ControlGroup(6000, 5000));
  }
}
