// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.linux.Files.Status;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the kernel says of files and file systems, compared with what the JDK reads.
class StatusTest {
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
  void status_of_an_open_file_and_of_its_path_is_what_the_jdk_sees() throws IOException {
    int fd = directory.create("파일", 5000);
    Files.changeMode(fd, 0640);
    Status open = Files.status(fd);
    assertThat(Files.status(directory.file("파일"))).isEqualTo(open);
    assertIsWhatTheJdkSees(open, Path.of(directory.file("파일")));
    assertThat(open.allocated()).isEqualTo(8192);
    assertThat(open.isRegular()).isTrue();
    assertThat(open.permissions()).isEqualTo(0640);
    Files.close(fd);
  }

  @Test
  void only_files_are_regular_and_links_are_not_followed() throws IOException {
    Path link = Path.of(directory.file("link"));
    java.nio.file.Files.createSymbolicLink(link, Path.of("/etc/passwd"));
    for (String path : new String[] {link.toString(), directory.toString(), "/dev/null"}) {
      Status status = Objects.requireNonNull(Files.status(path));
      assertThat(status.isRegular()).as(path).isFalse();
      assertIsWhatTheJdkSees(status, Path.of(path));
    }
  }

  @Test
  void files_are_the_same_by_file_system_and_number() {
    int a = directory.create("a", 0);
    int b = directory.create("b", 0);
    assertThat(Files.status(a).sameFile(Files.status(a))).isTrue();
    assertThat(Files.status(a).sameFile(Files.status(b))).isFalse();
    Status elsewhere = Objects.requireNonNull(Files.status("/proc/self/status"));
    assertThat(elsewhere.device()).isNotEqualTo(Files.status(a).device());
    Files.close(a);
    Files.close(b);
  }

  @Test
  void no_status_without_a_file() {
    assertThat(Files.status(directory.file("none"))).isNull();
    Files.close(directory.create("file", 0));
    assertThatThrownBy(() -> Files.status(directory.file("file/x")))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("ENOTDIR");
    assertThatThrownBy(() -> Files.status(-1))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("EBADF");
  }

  @Test
  void room_is_that_of_the_file_system() throws IOException {
    int fd = directory.create("file", 0);
    FileStore store = java.nio.file.Files.getFileStore(directory.path());
    Files.Room room = Files.room(fd);
    assertThat(room.total()).isEqualTo(store.getTotalSpace());
    assertThat(room.free()).isBetween(1L, room.total());
    long before = Files.room(fd).free();
    Files.allocate(fd, 0, 64 << 20);
    assertThat(before - Files.room(fd).free()).isBetween(48L << 20, 80L << 20);
    Files.close(fd);
    assertThatThrownBy(() -> Files.room(-1))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("EBADF");
  }

  private static void assertIsWhatTheJdkSees(Status status, Path path) throws IOException {
    Map<String, Object> jdk =
        java.nio.file.Files.readAttributes(
            path, "unix:ino,mode,uid,gid,size,dev", LinkOption.NOFOLLOW_LINKS);
    assertThat(status.inode()).isEqualTo(jdk.get("ino"));
    assertThat(status.mode()).isEqualTo(jdk.get("mode"));
    assertThat(status.uid()).isEqualTo(jdk.get("uid"));
    assertThat(status.gid()).isEqualTo(jdk.get("gid"));
    assertThat(status.size()).isEqualTo(jdk.get("size"));
    long dev = (long) Objects.requireNonNull(jdk.get("dev"));
    long major = (dev >>> 8 & 0xFFF) | (dev >>> 32 & ~0xFFFL);
    long minor = (dev & 0xFF) | (dev >>> 12 & 0xFFFF_FF00L);
    assertThat(status.device()).isEqualTo(major << 32 | minor);
  }
}
