// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.fails;
import static dure.linux.Outcome.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.testkit.Child;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Locks belong to an open file description, and the kernel frees them at any death and in no other
/// way.
class FileLocksTest {
  private static final long BYTE = (1L << 62) + 7;

  private ShmDirectory directory;
  private int mine;
  private int other;

  @BeforeEach
  void open_a_file_twice() {
    directory = new ShmDirectory();
    mine = directory.create("file", 4096);
    other = good(Files.open(directory.file("file"), Files.O_RDWR, 0));
  }

  @AfterEach
  void close_it() {
    Files.close(mine);
    Files.close(other);
    directory.close();
  }

  @Test
  void two_descriptions_in_one_process_exclude_each_other() {
    good(FileLocks.tryLock(mine, BYTE));
    good(FileLocks.tryLock(mine, BYTE));
    fails(Errno.EAGAIN, FileLocks.tryLock(other, BYTE));
    assertThat(FileLocks.isHeldByOther(other, BYTE)).isTrue();
    assertThat(FileLocks.isHeldByOther(mine, BYTE)).as("one's own lock").isFalse();
    good(FileLocks.unlock(mine, BYTE));
    assertThat(FileLocks.isHeldByOther(other, BYTE)).isFalse();
    good(FileLocks.tryLock(other, BYTE));
    fails(Errno.EAGAIN, FileLocks.tryLock(mine, BYTE));
  }

  @Test
  void a_lock_is_of_one_byte() {
    good(FileLocks.tryLock(mine, BYTE));
    good(FileLocks.tryLock(other, BYTE - 1));
    good(FileLocks.tryLock(other, BYTE + 1));
    assertThat(FileLocks.isHeldByOther(mine, BYTE + 1)).isTrue();
    assertThat(FileLocks.isHeldByOther(mine, BYTE + 2)).isFalse();
  }

  @Test
  void unlocking_gives_back_nothing_but_ones_own() {
    good(FileLocks.tryLock(mine, BYTE));
    good(FileLocks.unlock(other, BYTE));
    assertThat(FileLocks.isHeldByOther(other, BYTE)).isTrue();
  }

  @Test
  void a_reader_sees_locks_but_takes_none() {
    int reader = good(Files.open(directory.file("file"), Files.O_RDONLY, 0));
    fails(Errno.EBADF, FileLocks.tryLock(reader, BYTE));
    assertThat(FileLocks.isHeldByOther(reader, BYTE)).isFalse();
    good(FileLocks.tryLock(mine, BYTE));
    assertThat(FileLocks.isHeldByOther(reader, BYTE)).isTrue();
    Files.close(reader);
  }

  @Test
  void many_share_a_lock_be_it_of_a_directory() {
    int one = good(Files.open(directory.file(""), Files.O_RDONLY | Files.O_DIRECTORY, 0));
    int two = good(Files.open(directory.file(""), Files.O_RDONLY | Files.O_DIRECTORY, 0));
    good(FileLocks.tryShare(one, BYTE));
    assertThat(FileLocks.isHeldByOther(one, BYTE)).as("one's own share").isFalse();
    assertThat(FileLocks.isHeldByOther(two, BYTE)).isTrue();
    good(FileLocks.tryShare(two, BYTE));
    Files.close(one);
    assertThat(FileLocks.isHeldByOther(two, BYTE)).isFalse();
    Files.close(two);
    good(FileLocks.tryShare(mine, BYTE));
    fails(Errno.EAGAIN, FileLocks.tryLock(other, BYTE));
    good(FileLocks.unlock(mine, BYTE));
    good(FileLocks.tryLock(other, BYTE));
    fails(Errno.EAGAIN, FileLocks.tryShare(mine, BYTE));
    fails(Errno.EBADF, FileLocks.tryShare(-1, BYTE));
  }

  @Test
  void no_lock_without_a_file() {
    fails(Errno.EBADF, FileLocks.tryLock(-1, BYTE));
    fails(Errno.EBADF, FileLocks.unlock(-1, BYTE));
    fails(Errno.EINVAL, FileLocks.tryLock(mine, -1));
    assertThatThrownBy(() -> FileLocks.isHeldByOther(-1, BYTE))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("EBADF");
  }

  @Test
  void closing_the_file_frees_its_locks_unless_a_mapping_keeps_it() {
    long address = Mappings.reserve(4096);
    int fd = good(Files.open(directory.file("file"), Files.O_RDWR, 0));
    assertThat(Mappings.share(address, 4096, true, fd, 0)).isEqualTo(address);
    good(FileLocks.tryLock(fd, BYTE));
    Files.close(fd);
    assertThat(FileLocks.isHeldByOther(mine, BYTE)).as("while it is mapped").isTrue();
    good(Mappings.unmap(address, 4096));
    assertThat(FileLocks.isHeldByOther(mine, BYTE)).isFalse();
  }

  @Test
  void a_lock_is_free_once_its_holder_is_killed() {
    try (Child holder = holder()) {
      fails(Errno.EAGAIN, FileLocks.tryLock(mine, BYTE));
      assertThat(FileLocks.isHeldByOther(mine, BYTE)).isTrue();
      holder.kill();
      assertThat(FileLocks.isHeldByOther(mine, BYTE)).isFalse();
      good(FileLocks.tryLock(mine, BYTE));
    }
  }

  @Test
  void a_stopped_holder_keeps_its_lock() {
    try (Child holder = holder()) {
      holder.signal("STOP");
      try (Child state = Child.command("ps", "-o", "stat=", "-p", "" + holder.pid())) {
        assertThat(state.line()).startsWith("T");
        state.awaitSuccess();
      }
      fails(Errno.EAGAIN, FileLocks.tryLock(mine, BYTE));
      holder.signal("CONT");
      holder.endInput();
      holder.awaitSuccess();
      good(FileLocks.tryLock(mine, BYTE));
    }
  }

  private Child holder() {
    Child holder = Child.java(LockHolder.class, directory.file("file"), "" + BYTE);
    assertThat(holder.await("lock:")).isEqualTo("0");
    return holder;
  }
}
