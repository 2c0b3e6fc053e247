// SPDX-License-Identifier: Apache-2.0
package dure.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.DamagedMailboxException;
import dure.SystemFailureException;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Memory;
import dure.testkit.TestNamespace;
import org.junit.jupiter.api.Test;

/// Anonymous files: without a name, whole, and not to be cut by anybody.
class AnonymousTest {
  private static final int BYTES = 3 * 4096;

  private final String name = TestNamespace.name("test");

  @Test
  void memory_is_complete_allocated_and_sealed() {
    try (SharedFile file = create()) {
      assertThat(file.status().size()).isEqualTo(BYTES);
      assertThat(file.status().allocated()).isEqualTo(BYTES);
      assertThat(file.status().permissions()).isEqualTo(0640);
      assertThat(SharedFile.list()).doesNotContain(name);
      assertThat(Errno.EPERM.is(Files.truncate(file.fd(), 4096))).isTrue();
      assertThat(Errno.EPERM.is(Files.truncate(file.fd(), 2L * BYTES))).isTrue();
      assertThat(Errno.EPERM.is(Memory.seal(file.fd(), Memory.F_SEAL_GROW))).isTrue();
    }
  }

  @Test
  void the_same_name_may_be_anothers_too() {
    try (SharedFile one = create();
        SharedFile two = create()) {
      assertThat(one.status().sameFile(two.status())).isFalse();
    }
  }

  @Test
  void a_descriptor_of_sealed_memory_is_adopted() {
    try (SharedFile file = create()) {
      int handed = Files.open("/proc/self/fd/" + file.fd(), Files.O_RDWR, 0);
      try (SharedFile adopted = SharedFile.adopt(FileLocation.of(name), handed)) {
        assertThat(adopted.fd()).isEqualTo(handed);
        assertThat(adopted.status().sameFile(file.status())).isTrue();
      }
    }
  }

  @Test
  void what_could_be_cut_under_us_is_not_adopted_and_closed() {
    int unsealed = Memory.create(name);
    int halfSealed = Memory.create(name);
    assertThat(Memory.seal(halfSealed, Memory.F_SEAL_SHRINK | Memory.F_SEAL_GROW)).isZero();
    int device = Files.open("/dev/zero", Files.O_RDWR, 0);
    int directory = Files.open("/dev/shm", Files.O_RDONLY | Files.O_DIRECTORY, 0);
    int named = Files.open("/dev/shm", Files.O_TMPFILE | Files.O_RDWR, 0600);
    for (int bad : new int[] {unsealed, halfSealed, device, directory, named}) {
      assertThat(bad).isNotNegative();
      assertThatThrownBy(() -> SharedFile.adopt(FileLocation.of(name), bad))
          .isInstanceOf(DamagedMailboxException.class)
          .hasMessageContaining("is not sealed memory");
      assertThat(Errno.EBADF.is(Files.close(bad))).as("is closed already").isTrue();
    }
  }

  @Test
  void each_opening_has_locks_of_its_own() {
    SharedFile file = create();
    try (SharedFile again = file.again(true);
        SharedFile toLookAt = file.again(false)) {
      assertThat(file.tryLock(5)).isTrue();
      assertThat(again.tryLock(5)).isFalse();
      assertThat(toLookAt.isLockedByOther(5)).isTrue();
      assertThat(file.isLockedByOther(5)).as("one's own lock").isFalse();
      assertThatThrownBy(() -> toLookAt.tryLock(6))
          .isInstanceOf(SystemFailureException.class)
          .hasMessageContaining("EBADF");
      file.unlock(5);
      assertThat(again.tryLock(5)).isTrue();
      assertThat(file.tryLock(6)).isTrue();
      file.close();
      assertThat(again.isLockedByOther(6)).isFalse();
    }
  }

  private SharedFile create() {
    return SharedFile.anonymous(name, BYTES, 0640, "", file -> {});
  }
}
