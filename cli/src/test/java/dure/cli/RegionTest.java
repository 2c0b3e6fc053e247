// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.memory.Region;
import dure.sync.PosixSemaphore;
import dure.sync.SystemVSemaphore;
import dure.testkit.SystemVKeys;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What else the kernel holds is listed and removed by the command.
class RegionTest extends CommandTest {
  private final int key = SystemVKeys.nextNumber();

  @Test
  void regions_of_both_kinds_are_listed_and_removed() throws IOException {
    String shown = String.format(Locale.ROOT, "0x%08x", key);
    create();
    Path copy = Files.copy(TestNamespace.file("dure." + name), Path.of("/dev/shm/dure." + name));
    try (Region segment = Region.systemV(key).size(8192).create();
        Region object = Region.posix("/" + name).size(4096).create()) {
      assertThat(dure("ls").out()).doesNotContain(shown);
      String all = dure("ls", "--all").out();
      assertThat(line(all, shown)).contains("system-v", "8 KiB", "0600", "no mailbox");
      assertThat(line(all, "/" + name)).contains("posix", "4 KiB", "no mailbox");
      assertThat(line(all, "dure." + name)).contains("a mailbox");
      Files.delete(copy);
      assertThat(dure("ls", "--all", "--json").out())
          .contains("\"regions\":[", "\"name\":\"" + shown + "\"");
      assertThat(dure("rm", "--region", "posix:/" + name).status()).isZero();
      assertThat(dure("rm", "--region", "sysv:" + shown).status()).isZero();
      assertThat(segment.status().removed()).isTrue();
      assertThat(object.status().removed()).isTrue();
    }
    Run again = dure("rm", "--region", "sysv:" + shown);
    assertThat(again.status()).isEqualTo(4);
    assertThat(again.err()).contains("region", shown);
    assertThat(dure("rm", "--region", "nonsense").err()).contains("is no region");
  }

  @Test
  void semaphores_of_both_kinds_too() {
    String shown = String.format(Locale.ROOT, "0x%08x", key);
    SystemVSemaphore.create(key, 1);
    PosixSemaphore.create("/" + name, 1).close();
    String all = dure("ls", "--all").out();
    String semaphores = all.substring(all.indexOf("SEMAPHORE"));
    assertThat(line(semaphores, shown)).contains("system-v", "0600");
    assertThat(line(semaphores, "/" + name)).contains("posix", "0600");
    assertThat(dure("ls", "--all", "--json").out()).contains("\"semaphores\":[");
    assertThat(dure("rm", "--semaphore", "sysv:" + shown).status()).isZero();
    assertThat(dure("rm", "--semaphore", "posix:/" + name).status()).isZero();
    assertThat(dure("rm", "--semaphore", "sysv:" + shown).err()).contains("lock", shown);
    assertThat(dure("ls", "--all").out()).doesNotContain(shown, "SEMAPHORE /" + name);
  }

  private static String line(String table, String with) {
    return table.lines().filter(line -> line.contains(with)).findFirst().orElseThrow();
  }
}
