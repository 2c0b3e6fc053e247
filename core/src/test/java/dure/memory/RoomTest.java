// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dure.linux.Processes;
import dure.testkit.Child;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A full `/dev/shm` is an error when a region is created, with what it needs and what there is.
class RoomTest {
  @Test
  void a_full_directory_takes_what_fits_and_refuses_the_rest_whole() {
    try (Child partner = partner()) {
      assertThat(Regions.ask(partner, "create posix /one size=700000")).isEqualTo("done");
      assertThat(Regions.ask(partner, "write 699992 1")).isEqualTo("done");
      assertThat(Regions.ask(partner, "create posix /two size=400000"))
          .startsWith(
              "OutOfSharedMemoryException: region '/two': it needs 391 KiB of shared memory, and of"
                  + " the 1.0 MiB in /dev/shm only 340 KiB are free. Create it smaller, remove"
                  + " others, or enlarge /dev/shm: mount -o remount,size=");
      assertThat(Regions.ask(partner, "attach posix /two")).startsWith("NoSuchObjectException");
      assertThat(Regions.ask(partner, "create posix /two size=300000")).isEqualTo("done");
    }
  }

  /// A partner that sees a `/dev/shm` of one mebibyte, which is gone with it.
  private static Child partner() {
    String mount = "unset DURE_NAMESPACE; mount -t tmpfs -o size=1m small /dev/shm && exec \"$@\"";
    List<String> starter = new ArrayList<>(List.of("unshare", "--mount"));
    if (Processes.uid() != 0) {
      starter.add("--map-root-user");
    }
    starter.addAll(List.of("sh", "-c", mount, "sh"));
    return Child.javaUnder(starter, List.of(), Partner.class);
  }
}
