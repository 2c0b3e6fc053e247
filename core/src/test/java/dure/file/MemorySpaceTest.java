// SPDX-License-Identifier: Apache-2.0
package dure.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.OutOfSharedMemoryException;
import dure.linux.MachineMemory;
import dure.linux.Processes;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Too little room is an error at creation that says what to do, and never a later fault.
class MemorySpaceTest {
  private static final int MIB = 1 << 20;

  private final String name = TestNamespace.name("test");

  @Test
  void more_than_there_is_is_refused_with_need_room_and_remedy() throws IOException {
    long total = Files.getFileStore(Path.of("/dev/shm")).getTotalSpace();
    assertThatThrownBy(() -> SharedFile.create(name, total + MIB, 0600, "", file -> {}))
        .isInstanceOf(OutOfSharedMemoryException.class)
        .hasMessageStartingWith("mailbox '" + name + "': it needs ")
        .hasMessageMatching(
            ".* of shared memory, and of the [0-9.]+ .iB in DIR only [0-9.]+ .iB are free\\. "
                    .replace("DIR", TestNamespace.directory().toString())
                + "Create it smaller \\(its capacity times its message size\\), delete other"
                + " mailboxes, or enlarge the file system of .* 'mount -o remount,size=[0-9]+M'.*");
    assertThat(SharedFile.list()).doesNotContain(name);
  }

  @Test
  void a_full_directory_takes_what_fits_and_refuses_the_rest_whole() {
    try (Child child = taker("size=1m", "2m", "500k", "600k", "400k")) {
      assertThat(child.line())
          .contains(
              "it needs 2.0 MiB of shared memory, and of the 1.0 MiB in /dev/shm only 1.0 MiB")
          .contains("size=3M");
      assertThat(child.line()).isEqualTo("created");
      assertThat(child.line()).contains("it needs 600 KiB").contains("only 524 KiB are free");
      assertThat(child.line()).isEqualTo("created");
      assertThat(child.line()).isEqualTo("there are [1, 3], and 124 KiB free");
      child.awaitSuccess();
    }
  }

  @Test
  void where_there_is_no_limit_none_is_named() {
    try (Child child = taker("size=0", "2m")) {
      assertThat(child.line()).isEqualTo("created");
      assertThat(child.line()).startsWith("there are [0]");
      child.awaitSuccess();
    }
  }

  /// A file system can have room for bytes and none for a file.
  @Test
  void a_file_system_with_no_room_for_a_file_is_told() {
    try (Child child = taker("size=4m,nr_inodes=2", "100k", "100k")) {
      assertThat(child.line()).isEqualTo("created");
      assertThat(child.line()).contains("ENOSPC", "'df -i'");
      child.awaitSuccess();
    }
  }

  @Test
  void a_limit_on_the_length_of_files_is_named() {
    List<String> limited = List.of("sh", "-c", "ulimit -f 2000 && exec \"$@\"", "sh");
    try (Child child =
        Child.javaUnder(limited, List.of(), Creator.class, name, "" + 8 * MIB, "600", "")) {
      assertThat(child.line())
          .contains("it needs 8.0 MiB, and this process may make no file of that length")
          .contains("ulimit -f");
      child.awaitSuccess();
    }
    assertThat(SharedFile.list()).doesNotContain(name);
  }

  @Test
  void memory_that_the_machine_does_not_have_is_not_asked_of_it() {
    long tooMuch = MachineMemory.available() * 2;
    assertThatThrownBy(() -> SharedFile.anonymous(name, tooMuch, 0600, "", file -> {}))
        .isInstanceOf(OutOfSharedMemoryException.class)
        .hasMessageContaining("this machine or container has only ");
    assertThatThrownBy(() -> SharedFile.anonymous(name, 1L << 62, 0600, "", file -> {}))
        .isInstanceOf(OutOfSharedMemoryException.class)
        .hasMessageContaining("it needs 4.0 EiB of memory");
  }

  /// A process that sees a `/dev/shm` of its own.
  private static Child taker(String options, String... sizes) {
    String mount =
        "unset DURE_NAMESPACE; mount -t tmpfs -o " + options + " small /dev/shm && exec \"$@\"";
    List<String> starter = new ArrayList<>(List.of("unshare", "--mount"));
    if (Processes.uid() != 0) {
      starter.add("--map-root-user");
    }
    starter.addAll(List.of("sh", "-c", mount, "sh"));
    return Child.javaUnder(starter, List.of(), RoomTaker.class, sizes);
  }
}
