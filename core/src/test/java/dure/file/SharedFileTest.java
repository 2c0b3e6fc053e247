// SPDX-License-Identifier: Apache-2.0
package dure.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.InvalidNameException;
import dure.MailboxClosedException;
import dure.MailboxExistsException;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.linux.Files.Status;
import dure.linux.Names;
import dure.linux.Processes;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Named files: nobody ever sees one unfinished, or gets another's in its place.
class SharedFileTest {
  private static final int BYTES = 3 * 4096;

  private final String name = TestNamespace.name("test");
  private final Path path = TestNamespace.file("dure." + name);

  @AfterEach
  void remove_the_file() throws IOException {
    Files.deleteIfExists(path);
  }

  @Test
  void a_file_has_no_name_before_it_is_complete() {
    SharedFile file =
        SharedFile.create(
            name,
            BYTES,
            0640,
            "",
            unfinished -> {
              assertThat(path).doesNotExist();
              assertThat(unfinished.status().allocated()).isEqualTo(BYTES);
              fill(unfinished, 7);
            });
    assertThat(path).exists();
    assertThat(file.status().size()).isEqualTo(BYTES);
    assertThat(file.status().allocated()).isEqualTo(BYTES);
    assertThat(content(file)).isEqualTo(7);
    assertThat(SharedFile.list()).contains(name);
    file.close();
  }

  @Test
  void a_file_that_cannot_be_completed_leaves_nothing() {
    assertThatThrownBy(() ->
            SharedFile.create(
                name,
                BYTES,
                0600,
                "",
                unfinished -> {
                  throw new IllegalStateException("in the middle");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(path).doesNotExist();
  }

  @Test
  void a_creator_killed_in_the_middle_leaves_nothing() {
    try (Child child = Child.java(Creator.class, name, "" + BYTES, "600", "", "stay")) {
      child.await("filling");
      assertThat(path).doesNotExist();
      child.kill();
      assertThat(path).doesNotExist();
    }
  }

  @Test
  void the_second_to_create_is_refused_and_the_first_file_untouched() {
    try (SharedFile first = create(0600, 1)) {
      Status before = first.status();
      assertThatThrownBy(() -> create(0666, 2))
          .isInstanceOf(MailboxExistsException.class)
          .hasMessage("mailbox '" + name + "': it exists already; open it, or delete it first");
      assertThat(dure.linux.Files.status(path.toString())).isEqualTo(before);
      assertThat(content(first)).isEqualTo(1);
    }
  }

  @Test
  void the_mode_is_exact_whatever_the_mask() throws IOException {
    for (String[] maskAndMode : new String[][] {{"077", "666"}, {"000", "600"}, {"027", "640"}}) {
      List<String> masked =
          List.of("sh", "-c", "umask " + maskAndMode[0] + " && exec \"$@\"", "sh");
      try (Child child =
          Child.javaUnder(masked, List.of(), Creator.class, name, "" + BYTES, maskAndMode[1], "")) {
        assertThat(child.await("created")).isEmpty();
        assertThat(Files.getAttribute(path, "unix:mode"))
            .isEqualTo(0100000 | Integer.parseInt(maskAndMode[1], 8));
        child.awaitSuccess();
      }
      Files.delete(path);
    }
  }

  @Test
  void the_group_is_given_by_name_or_number() throws IOException {
    int gid = Processes.uid() == 0 ? 65534 : Processes.gid();
    for (String group : new String[] {Integer.toString(gid), Names.group(gid)}) {
      SharedFile.create(name, BYTES, 0660, group, file -> fill(file, 1)).close();
      assertThat(Files.getAttribute(path, "unix:gid")).isEqualTo(gid);
      assertThat(Files.getAttribute(path, "unix:mode")).isEqualTo(0100660);
      Files.delete(path);
    }
    assertThatThrownBy(
            () -> SharedFile.create(name, BYTES, 0660, "no such group", file -> fill(file, 1)))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("there is no group 'no such group'");
    assertThat(path).doesNotExist();
  }

  @Test
  void an_opened_file_is_the_one_of_that_name() {
    assertThatThrownBy(() -> SharedFile.open(name, true))
        .isInstanceOf(NoSuchMailboxException.class)
        .hasMessageContaining("there is none of this name");
    try (SharedFile created = create(0600, 5);
        SharedFile opened = SharedFile.open(name, true)) {
      assertThat(opened.status()).isEqualTo(created.status());
      assertThat(opened.name()).isEqualTo(name);
      assertThat(content(opened)).isEqualTo(5);
    }
  }

  @Test
  void a_file_opened_to_look_at_cannot_be_written() {
    create(0600, 5).close();
    try (SharedFile file = SharedFile.open(name, false)) {
      assertThatThrownBy(() -> Mapping.of(file, BYTES, true))
          .isInstanceOf(NotPermittedException.class)
          .hasMessageContaining("cannot map it into memory: EACCES");
      assertThat(content(file)).isEqualTo(5);
    }
  }

  @Test
  void a_closed_file_is_closed_once_and_not_to_be_used() throws IOException {
    SharedFile closed = create(0600, 5);
    int number = closed.fd();
    closed.close();
    int another = dure.linux.Files.open(path.toString(), dure.linux.Files.O_RDWR, 0);
    assertThat(another).as("the number is soon another's").isEqualTo(number);
    closed.close();
    assertThat(dure.linux.Files.status(another).size()).isEqualTo(BYTES);
    assertThatThrownBy(closed::fd).isInstanceOf(MailboxClosedException.class);
    assertThatThrownBy(closed::status).isInstanceOf(MailboxClosedException.class);
    assertThatThrownBy(closed::unlink).isInstanceOf(MailboxClosedException.class);
    assertThatThrownBy(() -> closed.tryLock(1)).isInstanceOf(MailboxClosedException.class);
    assertThatThrownBy(() -> closed.unlock(1)).isInstanceOf(MailboxClosedException.class);
    assertThatThrownBy(() -> closed.isLockedByOther(1)).isInstanceOf(MailboxClosedException.class);
    assertThatThrownBy(() -> closed.again(true)).isInstanceOf(MailboxClosedException.class);
    dure.linux.Files.close(another);
    assertThat(path).exists();
  }

  @Test
  void only_our_files_are_listed() throws IOException {
    create(0600, 5).close();
    Path shared = TestNamespace.directory();
    String[] foreign = {"foreign-" + name, "dure." + name + " x", "dure..x" + name};
    for (String other : foreign) {
      Files.createFile(shared.resolve(other));
    }
    try {
      assertThat(SharedFile.list())
          .filteredOn(listed -> listed.contains(name))
          .containsExactly(name);
    } finally {
      for (String other : foreign) {
        Files.delete(shared.resolve(other));
      }
    }
  }

  private SharedFile create(int mode, long content) {
    return SharedFile.create(name, BYTES, mode, "", file -> fill(file, content));
  }

  private static void fill(SharedFile file, long content) {
    try (Mapping mapping = Mapping.of(file, 4096, true)) {
      mapping.segment().set(java.lang.foreign.ValueLayout.JAVA_LONG, 0, content);
    }
  }

  private static long content(SharedFile file) {
    try (Mapping mapping = Mapping.of(file, 4096, false)) {
      return mapping.segment().get(java.lang.foreign.ValueLayout.JAVA_LONG, 0);
    }
  }
}
