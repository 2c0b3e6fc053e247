// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.linux.SharedMemorySegments.Status;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// System V shared memory, as the kernel has it.
class SharedMemorySegmentsTest {
  private static final int PAGE = 4096;

  private final int key = 0x45000000 | Processes.pid();
  private int id;

  @BeforeEach
  void create() {
    id = Outcome.good(SharedMemorySegments.create(key, 3 * PAGE - 1, 0640));
  }

  @AfterEach
  void remove() {
    SharedMemorySegments.remove(id);
  }

  @Test
  void a_key_finds_one_and_creates_none_that_exists() {
    assertThat(SharedMemorySegments.find(key)).isEqualTo(id);
    assertThat(Errno.EEXIST.is(SharedMemorySegments.create(key, PAGE, 0600))).isTrue();
    assertThat(SharedMemorySegments.remove(id)).isZero();
    assertThat(Errno.ENOENT.is(SharedMemorySegments.find(key))).isTrue();
    assertThat(Errno.EINVAL.is(SharedMemorySegments.remove(id))).isTrue();
  }

  @Test
  void what_is_asked_of_one_and_what_is_listed_are_the_same() {
    Status status = SharedMemorySegments.status(id);
    assertThat(status)
        .isEqualTo(
            new Status(
                key,
                id,
                3 * PAGE - 1,
                0640,
                Processes.uid(),
                Processes.gid(),
                Processes.pid(),
                0,
                0,
                false));
    assertThat(SharedMemorySegments.list()).contains(status);
    assertThat(SharedMemorySegments.changeGroup(id, 65534, 0660)).isZero();
    Status changed = SharedMemorySegments.status(id);
    assertThat(changed.gid()).isEqualTo(65534);
    assertThat(changed.mode()).isEqualTo(0660);
    assertThat(SharedMemorySegments.list()).contains(changed);
  }

  @Test
  void attaching_takes_the_place_of_a_reserved_range_until_that_is_blanked() throws IOException {
    long address = Mappings.reserve(3 * PAGE);
    assertThat(address).isPositive();
    assertThat(SharedMemorySegments.attach(id, address, true)).isEqualTo(address);
    assertThat(AddressSpace.at(address)).startsWith("rw-s").contains("/SYSV45");
    assertThat(SharedMemorySegments.status(id).attached()).isOne();
    assertThat(Mappings.populate(address, 3 * PAGE)).isZero();
    assertThat(SharedMemorySegments.remove(id)).isZero();
    assertThat(SharedMemorySegments.status(id).removed()).isTrue();
    assertThat(SharedMemorySegments.status(id).key()).isZero();
    assertThat(SharedMemorySegments.attach(id, address, false)).isEqualTo(address);
    assertThat(AddressSpace.at(address)).startsWith("r--s");
    Mappings.blank(address, 3 * PAGE);
    assertThatThrownBy(() -> SharedMemorySegments.status(id))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("shmctl IPC_STAT");
    Mappings.unmap(address, 3 * PAGE);
  }

  @Test
  void limits_are_numbers_that_allow_this_segment() {
    SharedMemorySegments.Limits limits = SharedMemorySegments.limits();
    assertThat(limits.largest()).isGreaterThanOrEqualTo(3 * PAGE);
    assertThat(limits.pages()).isGreaterThanOrEqualTo(3);
    assertThat(limits.segments()).isPositive();
  }
}
