// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.fails;
import static dure.linux.Outcome.good;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Memory without a name, and the seals that keep others from cutting it.
class MemoryTest {
  private static final int ALL = Memory.F_SEAL_SHRINK | Memory.F_SEAL_GROW | Memory.F_SEAL_SEAL;

  @Test
  void memory_is_a_file_without_a_name() throws IOException {
    int fd = good(Memory.create("우편함"));
    assertThat(Files.status(fd).isRegular()).isTrue();
    assertThat(Files.status(fd).size()).isZero();
    assertThat(Files.room(fd).total()).as("in no file system that has an end").isZero();
    Path target = java.nio.file.Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd));
    assertThat(target.toString()).startsWith("/memfd:").endsWith(" (deleted)");
    good(Files.close(fd));
    fails(Errno.EINVAL, Memory.create("x".repeat(250)));
  }

  @Test
  void sealed_memory_keeps_its_length() {
    int fd = good(Memory.create("test"));
    good(Files.truncate(fd, 8192));
    assertThat(Memory.seals(fd) & ALL).isZero();
    good(Memory.seal(fd, ALL));
    assertThat(Memory.seals(fd) & ALL).isEqualTo(ALL);
    fails(Errno.EPERM, Files.truncate(fd, 4096));
    fails(Errno.EPERM, Files.truncate(fd, 16384));
    fails(Errno.EPERM, Memory.seal(fd, Memory.F_SEAL_GROW));
    good(Files.truncate(fd, 8192));
    Files.close(fd);
  }

  @Test
  void each_seal_forbids_one_direction() {
    int fd = good(Memory.create("test"));
    good(Files.truncate(fd, 8192));
    good(Memory.seal(fd, Memory.F_SEAL_SHRINK));
    fails(Errno.EPERM, Files.truncate(fd, 4096));
    good(Files.truncate(fd, 16384));
    good(Memory.seal(fd, Memory.F_SEAL_GROW));
    fails(Errno.EPERM, Files.truncate(fd, 32768));
    Files.close(fd);
  }

  @Test
  void only_memory_has_seals() {
    try (ShmDirectory directory = new ShmDirectory()) {
      int file = directory.create("file", 0);
      fails(Errno.EPERM, Memory.seal(file, Memory.F_SEAL_SHRINK));
      Files.close(file);
    }
    int device = good(Files.open("/dev/null", Files.O_RDWR, 0));
    fails(Errno.EINVAL, Memory.seals(device));
    fails(Errno.EINVAL, Memory.seal(device, Memory.F_SEAL_SHRINK));
    Files.close(device);
    fails(Errno.EBADF, Memory.seals(-1));
  }

  @Test
  void memory_cannot_be_executed_where_the_kernel_knows_of_that() {
    int fd = good(Memory.create("test"));
    boolean sealed = (Memory.seals(fd) & Memory.F_SEAL_EXEC) != 0;
    Files.close(fd);
    try (Arena arena = Arena.ofConfined()) {
      long name = Files.address(arena, "test");
      int known = (int) SystemCall.MEMFD_CREATE.call(name, Memory.MFD_NOEXEC_SEAL);
      assertThat(sealed).isEqualTo(known >= 0);
      Files.close(known);
    }
  }
}
