// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static dure.linux.Outcome.fails;
import static dure.linux.Outcome.good;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each call on files: that it is the right one, and fails with the kernel's own reason.
class FilesTest {
  private static final int NOT_OPEN = -1;

  private ShmDirectory directory;

  @BeforeEach
  void make_a_directory() {
    directory = new ShmDirectory();
  }

  @AfterEach
  void remove_the_directory() {
    directory.close();
  }

  @Test
  void open_opens_what_is_there_and_nothing_else() throws IOException {
    Files.close(directory.create("file", 3));
    int fd = good(Files.open(directory.file("file"), Files.O_RDONLY, 0));
    assertThat(java.nio.file.Files.readString(Path.of("/proc/self/fdinfo/" + fd)))
        .as("closed on exec")
        .containsPattern("flags:\\s+0[0-7]*2[0-7]{6}\n");
    good(Files.close(fd));
    fails(Errno.ENOENT, Files.open(directory.file("none"), Files.O_RDONLY, 0));
    fails(Errno.EISDIR, Files.open(directory.toString(), Files.O_RDWR, 0));
    int flags = Files.O_RDONLY | Files.O_DIRECTORY;
    fails(Errno.ENOTDIR, Files.open(directory.file("file"), flags, 0));
    good(Files.close(good(Files.open(directory.toString(), flags, 0))));
  }

  @Test
  void open_follows_a_link_unless_told_not_to() throws IOException {
    Files.close(directory.create("file", 3));
    Path link = Path.of(directory.file("link"));
    java.nio.file.Files.createSymbolicLink(link, Path.of("file"));
    good(Files.close(good(Files.open(link.toString(), Files.O_RDONLY, 0))));
    fails(Errno.ELOOP, Files.open(link.toString(), Files.O_RDONLY | Files.O_NOFOLLOW, 0));
  }

  @Test
  void a_handle_is_not_an_open_file() {
    Files.close(directory.create("file", 3));
    int handle = good(Files.open(directory.file("file"), Files.O_PATH | Files.O_NOFOLLOW, 0));
    assertThat(Files.status(handle).size()).isEqualTo(3);
    fails(Errno.EBADF, Files.read(handle, new byte[1], 0));
    good(Files.close(handle));
  }

  @Test
  void close_frees_the_number() {
    int fd = directory.create("file", 0);
    good(Files.close(fd));
    fails(Errno.EBADF, Files.close(fd));
  }

  @Test
  void read_reads_from_an_offset_up_to_the_end() throws IOException {
    Path file = Path.of(directory.file("file"));
    java.nio.file.Files.write(file, new byte[] {1, 2, 3, 4, 5});
    int fd = good(Files.open(file.toString(), Files.O_RDONLY, 0));
    byte[] into = new byte[3];
    assertThat(Files.read(fd, into, 1)).isEqualTo(3);
    assertThat(into).containsExactly(2, 3, 4);
    assertThat(Files.read(fd, into, 4)).isEqualTo(1);
    assertThat(into).containsExactly(5, 3, 4);
    assertThat(Files.read(fd, into, 5)).isZero();
    assertThat(Files.read(fd, new byte[0], 0)).isZero();
    fails(Errno.EINVAL, Files.read(fd, into, -1));
    Files.close(fd);
    fails(Errno.EBADF, Files.read(NOT_OPEN, into, 0));
  }

  @Test
  void truncate_sets_the_length_both_ways() {
    int fd = directory.create("file", 10);
    good(Files.truncate(fd, 1L << 40));
    assertThat(Files.status(fd).size()).isEqualTo(1L << 40);
    good(Files.truncate(fd, 5));
    assertThat(Files.status(fd).size()).isEqualTo(5);
    fails(Errno.EINVAL, Files.truncate(fd, -1));
    Files.close(fd);
  }

  @Test
  void allocate_gives_all_pages_or_says_that_there_is_no_room() {
    int fd = directory.create("file", 0);
    good(Files.allocate(fd, 0, 40 << 20));
    assertThat(Files.status(fd).size()).isEqualTo(40 << 20);
    assertThat(Files.status(fd).allocated()).isEqualTo(40 << 20);
    good(Files.allocate(fd, 50 << 20, 4096));
    assertThat(Files.status(fd).allocated()).isEqualTo((40 << 20) + 4096);
    fails(Errno.EINVAL, Files.allocate(fd, 0, 0));
    fails(Errno.EFBIG, Files.allocate(fd, Long.MAX_VALUE - 4096, 8192));
    Files.close(fd);
    int readable = good(Files.open(directory.file("file"), Files.O_RDONLY, 0));
    fails(Errno.EBADF, Files.allocate(readable, 0, 4096));
    Files.close(readable);
  }

  @Test
  void allocate_finishes_whatever_signals_arrive() {
    int fd = directory.create("file", 0);
    long bytes = 256 << 20;
    try (Caller allocation = Caller.calling(() -> Files.allocate(fd, 0, bytes))) {
      while (!allocation.isDone()) {
        allocation.signal();
        LockSupport.parkNanos(100_000);
      }
      good(allocation.result());
    }
    assertThat(Files.status(fd).allocated()).isEqualTo(bytes);
    Files.close(fd);
  }

  @Test
  void change_mode_sets_exactly_these_bits() {
    int fd = directory.create("file", 0);
    for (int mode : new int[] {0666, 0640, 0777, 0}) {
      good(Files.changeMode(fd, mode));
      assertThat(Files.status(fd).permissions()).isEqualTo(mode);
    }
    Files.close(fd);
    int kernels = good(Files.open("/proc/self/status", Files.O_RDONLY, 0));
    fails(Errno.EPERM, Files.changeMode(kernels, 0666));
    Files.close(kernels);
  }

  @Test
  void change_group_changes_the_group_alone() {
    int fd = directory.create("file", 0);
    int group = Processes.uid() == 0 ? 65534 : Processes.gid();
    good(Files.changeGroup(fd, group));
    assertThat(Files.status(fd).gid()).isEqualTo(group);
    assertThat(Files.status(fd).uid()).isEqualTo(Processes.uid());
    Files.close(fd);
    fails(Errno.EBADF, Files.changeGroup(NOT_OPEN, group));
  }

  @Test
  void link_names_a_file_without_a_name_once() {
    int fd = good(Files.open(directory.toString(), Files.O_TMPFILE | Files.O_RDWR, 0600));
    assertThat(Files.list(directory.toString())).isEmpty();
    good(Files.link(fd, directory.file("이름")));
    assertThat(Files.list(directory.toString())).containsExactly("이름");
    fails(Errno.EEXIST, Files.link(fd, directory.file("이름")));
    fails(Errno.ENOENT, Files.link(fd, directory.file("none/file")));
    Files.close(fd);
  }

  @Test
  void unlink_takes_the_name_off() {
    int fd = directory.create("file", 0);
    good(Files.unlink(directory.file("file")));
    assertThat(Files.list(directory.toString())).isEmpty();
    assertThat(Files.status(fd).size()).as("the file itself is still open").isZero();
    fails(Errno.ENOENT, Files.unlink(directory.file("file")));
    fails(Errno.EISDIR, Files.unlink(directory.toString()));
    Files.close(fd);
  }

  @Test
  void list_finds_every_name_in_any_script() {
    java.util.List<String> names = new java.util.ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      names.add("긴 이름 日本 ñ 🎈 " + i);
    }
    names.forEach(name -> Files.close(directory.create(name, 0)));
    assertThat(Files.list(directory.toString())).containsExactlyInAnyOrderElementsOf(names);
    assertThatThrownBy(() -> Files.list(directory.file("none")))
        .isInstanceOfSatisfying(KernelException.class, e -> assertThat(e.is(Errno.ENOENT)).isTrue())
        .hasMessageContaining("ENOENT (no such file)");
  }
}
