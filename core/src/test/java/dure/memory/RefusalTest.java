// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.InvalidNameException;
import dure.Mailbox;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.OutOfSharedMemoryException;
import dure.SystemLimitException;
import dure.linux.Processes;
import dure.linux.SharedMemorySegments;
import dure.testkit.Child;
import dure.testkit.OtherUser;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What cannot be, or may not be, is refused in words that say what to do; and nothing happens.
class RefusalTest extends Regions {
  @TempDir private static Path copies;

  private static OtherUser user;

  @BeforeAll
  static void have_another_user() {
    if (OtherUser.isThere()) {
      user = new OtherUser(copies, Partner.class);
    }
  }

  @BeforeEach
  void let_others_look_here() throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// What can be seen without being another: the mode counts for the owner too.
  private void assertModeCounts(Named kind) throws IOException {
    String words = words(kind);
    try (Region region = builder(words).size(4096).create()) {
      switch (kind) {
        case SYSTEM_V ->
            SharedMemorySegments.changeGroup(region.status().id().getAsInt(), Processes.gid(), 0);
        case POSIX ->
            Files.setPosixFilePermissions(Path.of("/dev/shm", region.status().name()), Set.of());
        case FILE -> Files.setPosixFilePermissions(Path.of(region.status().name()), Set.of());
      }
      assertThatThrownBy(() -> builder(words).attach())
          .isInstanceOf(NotPermittedException.class)
          .hasMessageContaining("mode 0000");
    }
  }

  @Test
  void names_that_no_posix_object_can_have() {
    for (String name : new String[] {"", "x", "/", "//", "/a/b", "//a", "/a\0", "/.", "/.."}) {
      assertThatThrownBy(() -> Region.posix(name)).isInstanceOf(InvalidNameException.class);
    }
    assertThatThrownBy(() -> Region.posix("/" + "n".repeat(256)))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("at most 255 bytes");
    assertThatThrownBy(() -> Region.posix("/" + "두".repeat(86)))
        .isInstanceOf(InvalidNameException.class);
    String longest = "/" + TestNamespace.token() + "n".repeat(255 - TestNamespace.token().length());
    try (Region region = Region.posix(longest).size(1).create()) {
      assertThat(region.remove()).isTrue();
    }
  }

  @Test
  void paths_that_no_file_can_have() {
    assertThatThrownBy(() -> Region.file(directory.resolve("none/file")).size(1).create())
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("there is no directory " + directory.resolve("none"));
    assertThatThrownBy(() -> Region.file(directory.resolve("n".repeat(256))).size(1).create())
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("ENAMETOOLONG");
    assertThatThrownBy(() -> Region.systemV(directory.resolve("none"), 1))
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("no such file to make a key of");
    for (int project : new int[] {0, 256, -1}) {
      assertThatThrownBy(() -> Region.systemV(directory, project))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not " + project);
    }
    for (String name : new String[] {"", "/x", "a/b", "n".repeat(101)}) {
      assertThatThrownBy(() -> Region.offered(name)).isInstanceOf(InvalidNameException.class);
    }
  }

  @Test
  void what_is_no_ordinary_file_is_neither_opened_nor_followed() throws IOException {
    String name = posixName();
    Path path = Path.of("/dev/shm" + name);
    try {
      Files.createDirectory(path);
      assertNoRegion(name, "a directory");
      assertThatThrownBy(() -> Region.posix(name).remove())
          .isInstanceOf(InvalidNameException.class);
      Files.delete(path);
      try (Child mkfifo = Child.command("mkfifo", "" + path)) {
        mkfifo.awaitSuccess();
      }
      assertNoRegion(name, "a pipe"); // and nobody waited for its other end
      Files.delete(path);
      Path target = Files.writeString(directory.resolve("target"), "precious");
      Files.createSymbolicLink(path, target);
      assertNoRegion(name, "a symbolic link");
      assertThat(target).hasContent("precious");
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private static void assertNoRegion(String name, String what) {
    for (boolean readOnly : new boolean[] {true, false}) {
      RegionBuilder builder = Region.posix(name).size(1);
      assertThatThrownBy(() -> (readOnly ? builder.readOnly() : builder).attachOrCreate())
          .isInstanceOf(InvalidNameException.class)
          .hasMessageContaining(" is " + what + ", and only an ordinary file can be a region");
      assertThatThrownBy(builder::create).isInstanceOf(ObjectExistsException.class);
    }
    assertThat(Files.exists(Path.of("/dev/shm" + name), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void another_user_without_rights_is_kept_out(Named kind) throws IOException {
    // LECTURE: 3
    if (!OtherUser.isThere()) {
      assertModeCounts(kind);
      return;
    }
    String words = words(kind);
    try (Region region = builder(words).size(4096).mode(0640).create();
        Child other = user.java(Partner.class)) {
      region.segment().set(JAVA_LONG, 0, 42);
      assertThat(ask(other, "attach " + words))
          .startsWith("NotPermittedException: region '")
          .contains("it is user root's (group root, mode 0640), and user ")
          .contains("may not attach it");
      assertThat(ask(other, "attach " + words + " readOnly"))
          .startsWith("NotPermittedException")
          .contains("may not attach it");
      assertThat(ask(other, "attachOrCreate " + words + " size=10"))
          .startsWith("NotPermittedException");
      assertThat(ask(other, "create " + words + " size=10")).startsWith("ObjectExistsException");
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_the_mode_allows_it_allows_and_removal_is_the_owners(Named kind) throws IOException {
    if (!OtherUser.isThere()) {
      assertModeCounts(kind);
      return;
    }
    String words = words(kind);
    try (Region region = builder(words).size(4096).mode(0644).create();
        Child other = user.java(Partner.class)) {
      region.segment().set(JAVA_LONG, 0, 42);
      assertThat(ask(other, "attach " + words))
          .startsWith("NotPermittedException")
          .contains("mode 0644")
          .contains("may not attach it for writing");
      assertThat(ask(other, "attach " + words + " readOnly")).isEqualTo("done");
      assertThat(ask(other, "read 0")).isEqualTo("read 42");
      assertThat(ask(other, "remove")).startsWith("NotPermittedException");
      assertThat(ask(other, "removeUnseen " + words)).startsWith("NotPermittedException");
      assertThat(region.status().removed()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_group_can_be_let_in(Named kind) throws IOException {
    if (!OtherUser.isThere()) {
      assertModeCounts(kind);
      return;
    }
    String words = words(kind);
    String group = Integer.toString(OtherUser.NUMBER);
    try (Region region = builder(words).size(4096).mode(0660).group(group).create();
        Child other = user.java(Partner.class)) {
      assertThat(region.status().mode()).isEqualTo(0660);
      assertThat(region.status().owner()).isEqualTo("root");
      assertThat(ask(other, "attach " + words)).isEqualTo("done");
      assertThat(ask(other, "write 0 42")).isEqualTo("done");
      assertThat(region.segment().get(JAVA_LONG, 0)).isEqualTo(42);
    }
    assertThatThrownBy(() -> builder(words(kind)).size(1).group("nosuchgroup").create())
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("there is no group 'nosuchgroup'");
  }

  @ParameterizedTest
  @EnumSource
  void more_memory_than_there_is_is_refused_at_creation(Named kind) {
    String words = words(kind);
    for (long bytes : new long[] {1L << 50, 1L << 62, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> builder(words).size(bytes).create())
          .isInstanceOf(OutOfSharedMemoryException.class)
          .hasMessageStartingWith("region '")
          .hasMessageContaining("it needs ")
          .hasMessageContaining("only ")
          .hasMessageContaining("Create it smaller, ");
      assertThatThrownBy(() -> builder(words).attach()).isInstanceOf(NoSuchObjectException.class);
    }
    assertThatThrownBy(() -> Region.anonymous(1L << 50).create())
        .isInstanceOf(OutOfSharedMemoryException.class);
  }

  @Test
  void what_another_program_has_given_no_size_yet_is_no_region_yet() throws IOException {
    String name = posixName();
    Files.createFile(Path.of("/dev/shm" + name));
    assertThatThrownBy(() -> Region.posix(name).attach())
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessageContaining("it has no size yet");
    assertThatThrownBy(() -> Region.posix(name).size(1).attachOrCreate())
        .isInstanceOf(ObjectExistsException.class)
        .hasMessageContaining("has no size yet");
  }

  @Test
  void a_file_too_long_for_any_address_space_is_refused() throws IOException {
    String name = posixName();
    try (RandomAccessFile file = new RandomAccessFile("/dev/shm" + name, "rw")) {
      file.setLength(1L << 60);
    }
    assertThatThrownBy(() -> Region.posix(name).attach())
        .isInstanceOf(SystemLimitException.class)
        .hasMessageContaining("this process has no such addresses to give (ENOMEM)");
  }

  /// A hostile owner can do that; it costs an error, and no life.
  @Test
  void a_file_that_is_cut_while_it_is_attached_throws_an_error_where_it_was() throws IOException {
    String name = posixName();
    try (Region region = Region.posix(name).size(8192).create();
        RandomAccessFile file = new RandomAccessFile("/dev/shm" + name, "rw")) {
      file.setLength(4096);
      assertThat(region.segment().get(JAVA_LONG, 0)).isZero();
      assertThatThrownBy(() -> region.segment().get(JAVA_LONG, 4096))
          .isInstanceOf(InternalError.class);
      assertThat(region.status().bytes()).isEqualTo(4096);
    }
  }

  /// A region with the name and contents of a mailbox of the default namespace.
  private static Region copyOf(Path mailbox, String name) throws IOException {
    Files.copy(mailbox, Path.of("/dev/shm" + name));
    return Region.posix(name).readOnly().attach();
  }

  @Test
  void the_files_of_mailboxes_are_to_be_looked_at_only() throws IOException {
    String mailbox = TestNamespace.name("test");
    String name = "/dure." + mailbox;
    assertThatThrownBy(() -> Region.posix(name).size(1).create())
        .isInstanceOf(NotPermittedException.class)
        .hasMessageContaining("names that begin with 'dure.' are mailboxes'");
    try (Mailbox _ = Mailbox.named(mailbox).create();
        Region region = copyOf(TestNamespace.file("dure." + mailbox), name)) {
      assertThat(region.status().isMailbox()).isTrue();
      assertThatThrownBy(() -> Region.posix(name).attach())
          .isInstanceOf(NotPermittedException.class);
      assertThatThrownBy(() -> Region.posix(name).remove())
          .isInstanceOf(NotPermittedException.class);
      assertThatThrownBy(() -> Region.file(Path.of("/dev/shm" + name)).attach())
          .isInstanceOf(NotPermittedException.class);
      assertThatThrownBy(region::remove).isInstanceOf(NotPermittedException.class);
      assertThat(Region.list())
          .filteredOn(status -> status.name().equals(name))
          .singleElement()
          .matches(RegionStatus::isMailbox);
    } finally {
      Files.deleteIfExists(Path.of("/dev/shm" + name));
      Mailbox.delete(mailbox);
    }
  }
}
