// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dure.inspect.KernelSnapshot.Bound;
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
  void a_bound_is_told_and_named_wrong_before_it_is_reached() {
    assertThat(ContainerChecks.ofMemory(null).value()).isEqualTo("none");
    LimitCheck enough = ContainerChecks.ofMemory(new Bound(1000, 900));
    assertThat(enough.verdict()).isEqualTo(Verdict.OK);
    assertThat(enough.remedy()).isEmpty();
    LimitCheck nearly = ContainerChecks.ofThreads(new Bound(50, 49));
    assertThat(nearly.verdict()).isEqualTo(Verdict.WRONG);
    assertThat(nearly.value()).isEqualTo("50, 49 used");
    assertThat(nearly.remedy()).contains("--pids-limit");
  }
}
