// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.ObjectExistsException;
import dure.testkit.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file of a socket whose process was killed is replaced, and no other.
class StaleSocketTest {
  // LECTURE: 12

  @TempDir Path directory;
  private Path file;
  private EndpointAddress.Unix at;

  @BeforeEach
  void name() {
    file = directory.resolve("socket");
    at = (EndpointAddress.Unix) EndpointAddress.of("unix:" + file);
  }

  private Endpoint bind() {
    Endpoint socket = Endpoint.socket(at.family(), Kind.STREAM);
    try {
      return socket.bind(at);
    } catch (RuntimeException refused) {
      socket.close();
      throw refused;
    }
  }

  private Child listener() {
    Child child = Child.java(SocketRole.class, "listen", at.toString(), "STREAM");
    child.await("bound");
    return child;
  }

  @Test
  void one_that_is_bound_is_live_before_it_listens_and_stale_when_its_process_is_killed() {
    try (Child other = listener()) {
      assertThatThrownBy(this::bind).isInstanceOf(ObjectExistsException.class);
      other.tell("go on");
      other.await("listening");
      assertThatThrownBy(this::bind)
          .isInstanceOf(ObjectExistsException.class)
          .hasMessageContaining("another socket has this name");
      assertThat(SocketFile.at(at)).isNotNull();
      other.kill();
    }
    assertThat(file).exists();
    try (Endpoint mine = bind()) {
      assertThat(mine.local()).isEqualTo(at);
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void what_was_seen_stale_is_removed_only_if_it_is_that_still() {
    try (Child other = listener()) {
      other.kill();
    }
    SocketFile seen = SocketFile.at(at);
    assertThat(seen).isNotNull();
    try (Endpoint mine = bind().listen(1)) {
      assertThat(seen.removeIfStale()).isFalse();
      assertThat(file).exists();
      assertThat(mine.local()).isEqualTo(at);
    }
    try (Child other = listener()) {
      other.kill();
    }
    assertThat(SocketFile.at(at).removeIfStale()).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  void closing_leaves_alone_what_another_has_put_there() throws Exception {
    try (Endpoint mine = bind()) {
      Files.delete(file);
      Files.writeString(file, "another's");
      assertThat(mine.isClosed()).isFalse();
    }
    assertThat(file).hasContent("another's");
  }

  @Test
  void of_many_who_find_the_same_stale_file_one_gets_it() throws InterruptedException {
    for (int round = 0; round < 10; round++) {
      try (Child other = listener()) {
        other.kill();
      }
      List<Endpoint> winners = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    Endpoint mine = bind().listen(64); // those who try look in, too
                    synchronized (winners) {
                      winners.add(mine);
                    }
                  } catch (ObjectExistsException late) {
                    // as seven of them are
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(winners).hasSize(1);
      try (Endpoint client = Endpoint.socket(at.family(), Kind.STREAM)) {
        client.connect(at);
      }
      winners.forEach(Endpoint::close);
      assertThat(file).doesNotExist();
    }
  }
}
