// SPDX-License-Identifier: Apache-2.0
package dure.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.SystemFailureException;
import dure.layout.ParticipantLayout;
import dure.linux.FileLocks;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A name is taken off the file it was meant for, and off no other.
class UnlinkTest {
  private final String name = TestNamespace.name("test");
  private final String owner = name + "-owner";
  private final Path path = TestNamespace.file("dure." + name);

  @AfterEach
  void remove_the_files() throws IOException {
    Files.deleteIfExists(path);
    Files.deleteIfExists(TestNamespace.file("dure." + owner));
  }

  @Test
  void unlinking_removes_the_name_and_again_does_nothing() {
    try (SharedFile file = create(name)) {
      file.unlink();
      assertThat(path).doesNotExist();
      file.unlink();
      assertThat(file.status().size()).as("the file lives on while it is open").isEqualTo(4096);
    }
  }

  @Test
  void anothers_new_file_of_the_same_name_is_left_alone() {
    try (SharedFile old = create(name);
        SharedFile oldToo = SharedFile.open(name, true)) {
      old.unlink();
      try (SharedFile current = create(name)) {
        old.unlink();
        oldToo.unlink();
        assertThat(path).exists();
        current.unlink();
        assertThat(path).doesNotExist();
      }
    }
  }

  @Test
  void one_who_is_removing_it_is_waited_for() throws Exception {
    try (SharedFile file = create(name);
        SharedFile other = SharedFile.open(name, true)) {
      assertThat(FileLocks.tryLock(other.fd(), ParticipantLayout.NAME_LOCK)).isZero();
      CompletableFuture<Void> removal = CompletableFuture.runAsync(file::unlink);
      assertThat(path).exists();
      assertThat(removal).isNotDone();
      FileLocks.unlock(other.fd(), ParticipantLayout.NAME_LOCK);
      Eventually.result(removal);
      assertThat(path).doesNotExist();
      assertThat(FileLocks.isHeldByOther(other.fd(), ParticipantLayout.NAME_LOCK)).isFalse();
    }
  }

  @Test
  void one_who_was_stopped_while_removing_it_is_not_waited_for_for_ever() {
    try (SharedFile file = create(name);
        SharedFile other = SharedFile.open(name, true)) {
      assertThat(FileLocks.tryLock(other.fd(), ParticipantLayout.NAME_LOCK)).isZero();
      assertThatThrownBy(file::unlink)
          .isInstanceOf(SystemFailureException.class)
          .hasMessageContaining("another process has begun to, and may be stopped");
      assertThat(path).exists();
    }
  }

  /// Two processes create and remove one name as fast as they can, and try to remove what the other
  /// had created before: never is it two's, and never does one lose a file to the other.
  @Test
  void two_who_compete_for_a_name_never_both_have_it_and_never_lose_it() {
    create(owner).close();
    try (Child a = Child.java(Contender.class, name, owner, "1");
        Child b = Child.java(Contender.class, name, owner, "2")) {
      List.of(a, b).forEach(child -> assertThat(child.await("ready")).isEmpty());
      List.of(a, b).forEach(child -> child.tell("go"));
      assertThat(a.awaitSuccess()).containsExactly("300 times");
      assertThat(b.awaitSuccess()).containsExactly("300 times");
    }
    assertThat(path).doesNotExist();
  }

  private static SharedFile create(String name) {
    return SharedFile.create(name, 4096, 0600, "", file -> {});
  }
}
