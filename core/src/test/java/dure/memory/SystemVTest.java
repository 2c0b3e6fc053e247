// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.NoSuchObjectException;
import dure.linux.Processes;
import dure.testkit.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What only System V segments have: keys, ids and limits.
class SystemVTest extends Regions {
  @Test
  void a_file_and_a_number_make_the_key() throws IOException {
    Path file = Files.createFile(directory.resolve("key"));
    try (Region region = Region.systemV(file, 'R').size(4096).create();
        Region same = Region.systemV(file, 'R').attach()) {
      region.segment().set(JAVA_LONG, 0, 42);
      assertThat(same.segment().get(JAVA_LONG, 0)).isEqualTo(42);
      assertThat(region.status().name()).startsWith("0x52").hasSize(10);
      assertThatThrownBy(() -> Region.systemV(file, 'S').attach())
          .isInstanceOf(NoSuchObjectException.class);
      assertThat(region.remove()).isTrue();
    }
  }

  @Test
  void without_a_key_it_is_found_by_its_id_alone() {
    assertThatThrownBy(() -> Region.systemV(0).attach())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("IPC_PRIVATE");
    try (Region region = Region.systemV(0).size(4096).create();
        Region another = Region.systemV(0).size(4096).create();
        Child partner = Child.java(Partner.class)) {
      int id = region.status().id().getAsInt();
      assertThat(another.status().id()).isNotEqualTo(region.status().id());
      assertThat(ask(partner, "attach id " + id)).isEqualTo("done");
      assertThat(ask(partner, "write 0 42")).isEqualTo("done");
      assertThat(region.segment().get(JAVA_LONG, 0)).isEqualTo(42);
      assertThat(region.status().lastPid()).hasValue((int) partner.pid());
      assertThat(region.status().creatorPid()).hasValue(Processes.pid());
      Region.systemVById(id).remove();
      assertThat(another.remove()).isTrue();
      assertThat(ask(partner, "attach id " + id)).as("removed, but attached").isEqualTo("done");
    }
  }

  /// Else the machine would look for it when it is touched, and kill somebody if there is none.
  @Test
  void a_new_one_has_its_memory() throws IOException {
    for (boolean readOnly : new boolean[] {false, true}) {
      RegionBuilder builder = Region.systemV(key()).size(1 << 20);
      try (Region region = (readOnly ? builder.readOnly() : builder).create()) {
        String id = " " + region.status().id().getAsInt() + " ";
        assertThat(Files.readAllLines(Path.of("/proc/sysvipc/shm")))
            .filteredOn(line -> line.contains(id))
            .singleElement()
            .matches(line -> line.strip().split(" +", -1)[14].equals("" + (1 << 20)));
      }
    }
  }

  @Test
  void an_id_that_is_none() {
    for (int id : new int[] {Integer.MAX_VALUE, -1}) {
      assertThatThrownBy(() -> Region.systemVById(id).attach())
          .isInstanceOf(NoSuchObjectException.class)
          .hasMessageContaining("none of this id");
      assertThatThrownBy(() -> Region.systemVById(id).remove())
          .isInstanceOf(NoSuchObjectException.class);
    }
    assertThatThrownBy(() -> Region.systemVById(5).size(1).create())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void one_that_was_removed_is_found_no_more() {
    int id;
    try (Region region = Region.systemV(key()).size(4096).create()) {
      id = region.status().id().getAsInt();
      region.remove();
    }
    assertThatThrownBy(() -> Region.systemVById(id).attach())
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void limits_are_named_with_how_to_raise_them() {
    try (Child partner = limited("kernel.shmmax=8192")) {
      assertThat(ask(partner, "create key 5 size=8193"))
          .startsWith("SystemLimitException: region '0x00000005': it needs 8.0 KiB (EINVAL), and")
          .contains("kernel.shmmax allows 8192; ")
          .endsWith("raise it: sysctl -w kernel.shmmax=N");
      assertThat(ask(partner, "create key 5 size=8192")).isEqualTo("done");
      assertThat(ask(partner, "remove")).isEqualTo("removed true");
    }
    try (Child partner = limited("kernel.shmmni=1")) {
      assertThat(ask(partner, "create key 5 size=1")).isEqualTo("done");
      assertThat(ask(partner, "create key 6 size=1"))
          .startsWith("SystemLimitException: region '0x00000006': there are 1 segments (ENOSPC)")
          .contains("kernel.shmmni allows 1; ");
    }
    try (Child partner = limited("kernel.shmall=2")) {
      assertThat(ask(partner, "create key 5 size=12000"))
          .startsWith("SystemLimitException")
          .contains("kernel.shmall allows 2; ");
    }
  }

  /// A partner that sees no segments but its own, with a limit of its own; all end with it.
  private static Child limited(String limit) {
    List<String> starter = new ArrayList<>(List.of("unshare", "--ipc"));
    if (Processes.uid() != 0) {
      starter.add("--map-root-user");
    }
    String set = "echo " + limit.replaceFirst("kernel.(.*)=(.*)", "$2 > /proc/sys/kernel/$1");
    starter.addAll(List.of("sh", "-c", set + " && exec \"$@\"", "sh"));
    return Child.javaUnder(starter, List.of(), Partner.class);
  }
}
