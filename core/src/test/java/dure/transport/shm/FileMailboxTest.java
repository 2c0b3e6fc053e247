// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Buffering;
import dure.Capacity;
import dure.DamagedMailboxException;
import dure.InvalidNameException;
import dure.Mailbox;
import dure.MailboxExistsException;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.OutOfSharedMemoryException;
import dure.Owner;
import dure.Receivers;
import dure.file.FileLocation;
import dure.file.SharedFile;
import dure.layout.ParticipantLayout;
import dure.linux.FileLocks;
import dure.testkit.AsyncCall;
import dure.testkit.CProgram;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A mailbox in a file of the caller's: the same mailbox, in another place.
class FileMailboxTest {
  /// Runs a command to which the kernel refuses files without a name, as some file systems do.
  private static final String NO_TMPFILE =
      """
      #define _GNU_SOURCE
      #include <errno.h>
      #include <fcntl.h>
      #include <linux/filter.h>
      #include <linux/seccomp.h>
      #include <stddef.h>
      #include <sys/prctl.h>
      #include <sys/syscall.h>
      #include <unistd.h>

      int main(int argc, char **argv) {
        struct sock_filter filter[] = {
          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
          BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_openat, 0, 3),
          BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),
          BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, O_TMPFILE & ~O_DIRECTORY, 0, 1),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EOPNOTSUPP),
          BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        };
        struct sock_fprog program = { sizeof filter / sizeof *filter, filter };
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
            || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
          return 1;
        }
        execvp(argv[1], argv + 1);
        return 1;
      }
      """;

  @TempDir private Path directory;
  private Path path;
  private String address;

  @BeforeEach
  void choose_a_path() {
    path = directory.resolve("a box: mine");
    address = "file:" + path;
  }

  private Child plays(String what) {
    return Child.java(FilePlayer.class, what, address);
  }

  private String toldOf(String what) {
    try (Child child = plays(what)) {
      String told = child.await(what + ":");
      child.awaitSuccess();
      return told;
    }
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void processes_meet_in_it(Receivers receivers) throws Exception {
    try (Mailbox box = Mailbox.named(address).receivers(receivers).listening().create()) {
      assertThat(box.address()).hasToString(address);
      assertThat(toldOf("send")).isEqualTo("done");
      for (String word : "one two three".split(" ", -1)) {
        assertThat(box.receive().text()).isEqualTo(word);
      }
      assertThat(Objects.requireNonNull(Mailbox.status(address).details()).settings())
          .isEqualTo(box.settings());
    }
    assertThat(path).isRegularFile();
    Mailbox.delete(address);
    assertThat(path).doesNotExist();
  }

  @Test
  void who_manages_the_memory_is_told() {
    // LECTURE: 9
    String automatic = TestNamespace.name("test");
    try (Mailbox file = Mailbox.create(address);
        Mailbox shm = Mailbox.create(automatic)) {
      assertThat(file.buffering()).isEqualTo(Buffering.EXPLICIT);
      assertThat(file.status().buffering()).isEqualTo(Buffering.EXPLICIT);
      assertThat(shm.buffering()).isEqualTo(Buffering.AUTOMATIC);
      assertThat(shm.status().buffering()).isEqualTo(Buffering.AUTOMATIC);
      assertThat(Mailbox.list()).noneMatch(status -> status.address().scheme().equals("file"));
    } finally {
      Mailbox.delete(automatic);
    }
  }

  @Test
  void its_room_is_reserved_and_its_mode_is_as_told() throws IOException {
    Mailbox.named(address).mode(0640).create().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-r-----");
    try (SharedFile file = SharedFile.open(FileLocation.at(address, path.toString()), false)) {
      assertThat(file.status().allocated()).isGreaterThanOrEqualTo(file.status().size());
    }
  }

  @Test
  void an_empty_file_of_the_callers_becomes_one() throws Exception {
    Files.createFile(path);
    assertThatThrownBy(() -> Mailbox.open(address))
        .isInstanceOf(NoSuchMailboxException.class)
        .hasMessageContaining("empty");
    Object inode = Files.getAttribute(path, "unix:ino");
    try (Mailbox box = Mailbox.openOrCreate(address)) {
      assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(inode);
      assertThat(toldOf("send")).isEqualTo("done");
      assertThat(box.receive().text()).isEqualTo("one");
    }
  }

  @Test
  void a_receiver_that_dies_over_a_message_leaves_it_to_the_next() throws Exception {
    try (Mailbox box = Mailbox.create(address);
        Child holder = plays("hold")) {
      box.send("precious");
      holder.await("holding");
      holder.kill();
      box.receiveInPlace(message -> {
        assertThat(message.text()).isEqualTo("precious");
        assertThat(message.redelivered()).isOne();
      });
    }
  }

  @Test
  void deletion_wakes_who_waits_elsewhere() {
    Mailbox.create(address).close();
    try (Child waiter = plays("wait")) {
      waiter.await("waiting");
      Mailbox.delete(address);
      assertThat(waiter.await("wait:")).startsWith("MailboxDeletedException");
      waiter.awaitSuccess();
    }
    assertThat(path).doesNotExist();
    assertThatThrownBy(() -> Mailbox.delete(address)).isInstanceOf(NoSuchMailboxException.class);
  }

  @Test
  void it_is_created_by_one_only() throws Exception {
    try (Mailbox _ = Mailbox.create(address)) {
      assertThat(toldOf("create")).startsWith("MailboxExistsException").contains("open it");
    }
    Files.delete(path);
    Files.createFile(path);
    try (Child one = plays("create");
        Child two = plays("create")) {
      assertThat(List.of(word(one), word(two)))
          .containsExactlyInAnyOrder("done", "MailboxExistsException");
      one.awaitSuccess();
      two.awaitSuccess();
    }
  }

  private static String word(Child child) {
    return child.await("create:").split(" ", 2)[0];
  }

  @Test
  void what_is_no_mailbox_is_neither_overwritten_nor_removed() throws Exception {
    Files.writeString(path, "precious".repeat(2000));
    assertThatThrownBy(() -> Mailbox.create(address))
        .isInstanceOf(MailboxExistsException.class)
        .hasMessageContaining("nothing is overwritten");
    assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(DamagedMailboxException.class);
    assertThatThrownBy(() -> Mailbox.delete(address)).isInstanceOf(DamagedMailboxException.class);
    assertThat(path).hasContent("precious".repeat(2000));
  }

  @Test
  void a_damaged_one_is_removed_all_the_same() throws Exception {
    Mailbox.create(address).close();
    byte[] bytes = Files.readAllBytes(path);
    bytes[100] ^= 1;
    Files.write(path, bytes);
    assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(DamagedMailboxException.class);
    Mailbox.delete(address);
    assertThat(path).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"link", "directory", "pipe", "device"})
  void what_is_no_ordinary_file_is_left_alone(String kind) throws Exception {
    Path target = directory.resolve("target");
    Files.createFile(target);
    switch (kind) {
      case "link" -> Files.createSymbolicLink(path, target);
      case "directory" -> Files.createDirectory(path);
      case "pipe" -> {
        try (Child mkfifo = Child.command("mkfifo", path.toString())) {
          mkfifo.awaitSuccess();
        }
      }
      default -> address = "file:/dev/zero";
    }
    assertThatThrownBy(() -> Mailbox.create(address)).isInstanceOf(MailboxExistsException.class);
    assertThatThrownBy(() -> Mailbox.open(address))
        .isInstanceOf(DamagedMailboxException.class)
        .hasMessageContaining("no ordinary file");
    assertThatThrownBy(() -> Mailbox.delete(address)).isInstanceOf(DamagedMailboxException.class);
    assertThat(target).isEmptyFile();
    assertThat(Files.exists(Path.of(address.substring(5)), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void a_path_that_can_be_no_files_is_refused() {
    for (String wrong : List.of("file:box", "file:/", "file:/tmp/", "file:/tmp/a\0b")) {
      assertThatThrownBy(() -> Mailbox.create(wrong))
          .as(wrong)
          .isInstanceOf(InvalidNameException.class)
          .hasMessageContaining("absolute path");
    }
    assertThatThrownBy(() -> Mailbox.create("file:" + directory.resolve("none/box")))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("there is no directory " + directory.resolve("none"));
    assertThatThrownBy(() -> Mailbox.open("file:" + directory.resolve("none/box")))
        .isInstanceOf(NoSuchMailboxException.class);
    assertThatThrownBy(() -> Mailbox.create("file:/" + "a".repeat(5000)))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("4095");
    assertThatThrownBy(() -> Mailbox.create("file:" + directory + "/" + "a".repeat(300)))
        .isInstanceOf(InvalidNameException.class);
  }

  @Test
  void one_that_grows_does_so_in_its_file() throws Exception {
    try (Mailbox box =
        Mailbox.named(address).capacity(Capacity.unbounded()).messageSize(1 << 20).create()) {
      byte[] message = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        box.send(message);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(box.receive().size()).isEqualTo(1 << 20);
      }
    }
  }

  @Test
  void its_dead_letters_can_go_to_another_file() throws Exception {
    assertThatThrownBy(() -> Mailbox.named(address).deadLetters(1, address).create())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its own dead-letter mailbox");
    assertThatThrownBy(() -> Mailbox.named(address).deadLetters(1, "file:box").create())
        .isInstanceOf(InvalidNameException.class);
    String grave = "file:" + directory.resolve("grave");
    try (Mailbox dead = Mailbox.create(grave);
        Mailbox box = Mailbox.named(address).deadLetters(1, grave).create()) {
      box.send("unwanted");
      assertThatThrownBy(() ->
              box.receiveInPlace(message -> {
                throw new IOException("no");
              }))
          .isInstanceOf(IOException.class);
      assertThat(box.tryReceive()).isNull();
      assertThat(dead.receive(Child.PATIENCE)).isNotNull();
    }
  }

  @Test
  void no_process_owns_one() {
    assertThatThrownBy(() -> Mailbox.named(address).owner(Owner.PROCESS).create())
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("a file outlives its creator");
    assertThat(path).doesNotExist();
  }

  @Test
  void what_does_not_fit_is_refused_and_leaves_nothing() throws Exception {
    Capacity huge = Capacity.bounded(Capacity.Bounded.MOST);
    assertThatThrownBy(() -> Mailbox.named(address).capacity(huge).messageSize(1 << 30).create())
        .isInstanceOf(OutOfSharedMemoryException.class)
        .hasMessageContaining("in the file system of " + directory);
    assertThat(path).doesNotExist();
    Files.createFile(path);
    assertThatThrownBy(() -> Mailbox.named(address).capacity(huge).messageSize(1 << 30).create())
        .isInstanceOf(OutOfSharedMemoryException.class);
    assertThat(path).isEmptyFile();
    assertThatThrownBy(() -> Mailbox.named(address).group("no such group").create())
        .isInstanceOf(InvalidNameException.class);
    assertThat(path).isEmptyFile();
  }

  @Test
  void what_another_user_may_not_do_is_refused() throws Exception {
    Mailbox.create(address).close();
    if (!OtherUser.isThere()) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
      assertThatThrownBy(() -> Mailbox.open(address)).isInstanceOf(NotPermittedException.class);
      return;
    }
    OtherUser other = new OtherUser(directory, FilePlayer.class);
    assertThat(told(other, "send", address)).startsWith("NotPermittedException").contains("0600");
    String elsewhere = "file:" + directory.resolve("another");
    assertThat(told(other, "create", elsewhere)).startsWith("NotPermittedException");
    Files.createFile(directory.resolve("another"));
    assertThat(told(other, "create", elsewhere))
        .startsWith("NotPermittedException")
        .contains("user root's");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(told(other, "send", address)).isEqualTo("done");
  }

  private static String told(OtherUser other, String what, String address) {
    try (Child child = other.java(FilePlayer.class, what, address)) {
      String told = child.await(what + ":");
      child.awaitSuccess();
      return told;
    }
  }

  /// Where there are no files without a name, one is filled in its place.
  @Test
  void a_file_system_without_nameless_files_will_do() throws Exception {
    Path launcher = new CProgram(CProgram.GCC, NO_TMPFILE).compileIn(directory);
    List<String> starter = List.of(launcher.toString());
    try (Child creator = Child.javaUnder(starter, List.of(), FilePlayer.class, "create", address)) {
      assertThat(creator.await("create:")).isEqualTo("done");
      creator.awaitSuccess();
    }
    try (Mailbox box = Mailbox.open(address)) {
      assertThat(box.receive(Child.PATIENCE)).isNotNull();
    }
    try (Child control =
        Child.javaUnder(starter, List.of(), FilePlayer.class, "create", "test-never")) {
      assertThat(control.await("create:")).as("the kernel refuses").contains("O_TMPFILE");
      control.awaitSuccess();
    }
  }

  /// Whoever opens one that is just being filled waits for that, and if its creator dies over it,
  /// says what is there.
  @Test
  void an_unfinished_one_is_waited_for() throws Exception {
    Files.createFile(path);
    int fd = dure.linux.Files.open(path.toString(), dure.linux.Files.O_RDWR, 0);
    try {
      assertThat(FileLocks.tryLock(fd, ParticipantLayout.NAME_LOCK)).isZero();
      assertThatThrownBy(() -> Mailbox.create(address))
          .isInstanceOf(MailboxExistsException.class)
          .hasMessageContaining("just now");
      assertThat(dure.linux.Files.truncate(fd, 8192)).isZero();
      AsyncCall<Mailbox> opening = AsyncCall.start(() -> Mailbox.open(address)).awaitAsleep();
      assertThat(FileLocks.unlock(fd, ParticipantLayout.NAME_LOCK)).isZero();
      assertThat(opening.failure()).isInstanceOf(DamagedMailboxException.class);
    } finally {
      assertThat(dure.linux.Files.close(fd)).isZero();
    }
  }
}
