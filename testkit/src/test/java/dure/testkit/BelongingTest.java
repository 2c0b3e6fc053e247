// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each kind of thing that a test could leave behind is noticed while it is there.
class BelongingTest {
  private static final List<Belonging> ATTRIBUTED =
      List.of(
          Belonging.FILES,
          Belonging.SEGMENTS,
          Belonging.SYSTEM_V_QUEUES,
          Belonging.SYSTEM_V_SEMAPHORES,
          Belonging.PROCESSES);

  private final Path shared = TestNamespace.sharedFile("belonging");

  @TempDir private Path directory;

  @Test
  void a_file_in_shared_memory_with_the_token_is_noticed() throws IOException {
    Files.createFile(shared);
    try {
      assertThat(Belonging.FILES.present()).containsExactly(nameOf(shared));
    } finally {
      Files.delete(shared);
    }
  }

  @Test
  void a_file_without_the_token_is_not_ours() throws IOException {
    Path ours = Files.createFile(directory.resolve(TestNamespace.name("file")));
    Files.createFile(directory.resolve("anothers"));
    assertThat(Belonging.named(directory, TestNamespace.token())).containsExactly(nameOf(ours));
  }

  @Test
  void a_file_of_a_mailbox_is_noticed() throws IOException {
    Path file = Files.createFile(TestNamespace.directory().resolve("dure.orders"));
    assertThat(Belonging.FILES.present()).containsExactly("dure.orders");
    Files.delete(file);
    assertThat(Belonging.FILES.present()).isEmpty();
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString();
  }

  /// In namespaces of a child's own, where it can be mounted, and whose queues go with it.
  @Test
  void a_queue_of_our_own_is_noticed_where_queues_are_to_be_seen() {
    List<String> alone = new ArrayList<>(List.of("unshare", "-m", "-i"));
    if (!OtherUser.isThere()) {
      alone.add("-r");
    }
    String mount = "umount -a -t mqueue; mount -t mqueue none \"$0\" && exec \"$@\"";
    alone.addAll(List.of("sh", "-c", mount, directory.toString()));
    try (Child child = Child.javaUnder(alone, List.of(), QueueLeaver.class, directory.toString())) {
      assertThat(child.await("before:")).isEqualTo("[]");
      assertThat(child.await("noticed:")).isEqualTo("true");
      child.awaitSuccess();
    }
  }

  @ParameterizedTest
  @CsvSource({"SEGMENTS,-M 4096", "SYSTEM_V_QUEUES,-Q", "SYSTEM_V_SEMAPHORES,-S 1"})
  void a_system_v_object_with_a_key_of_ours_is_noticed_and_removed(Belonging kind, String option)
      throws IOException {
    String source =
        """
        #include <stdlib.h>
        #include <stdio.h>
        #include <sys/msg.h>
        #include <sys/sem.h>
        #include <sys/shm.h>
        int main(int count, char **words) {
          int key = (int) strtoul(words[2], 0, 16);
          int flags = IPC_CREAT | 0600;
          switch (words[1][1]) {
            case 'M': return printf("%d\\n", shmget(key, 4096, flags)) < 0;
            case 'Q': return printf("%d\\n", msgget(key, flags)) < 0;
            default: return printf("%d\\n", semget(key, 1, flags)) < 0;
          }
        }
        """;
    Path program = new CProgram(CProgram.GCC, source).compileIn(directory);
    String key = SystemVKeys.next();
    try (Child maker = Child.foreign("" + program, option, key)) {
      String id = maker.line();
      maker.awaitSuccess();
      assertThat(kind.present()).containsExactly(id);
      kind.remove(Set.of(id));
      assertThat(kind.present()).isEmpty();
    }
  }

  @Test
  void a_system_v_segment_of_a_child_that_has_ended_is_noticed_and_removed() {
    try (Child ipcmk = Child.command("ipcmk", "-M", "4096")) {
      String id = idOf(ipcmk);
      ipcmk.awaitSuccess();
      assertThat(Belonging.SEGMENTS.present()).containsExactly(id);
      Belonging.SEGMENTS.remove(Set.of(id));
      assertThat(Belonging.SEGMENTS.present()).isEmpty();
    }
  }

  @Test
  void objects_and_processes_of_a_foreign_program_are_not_ours() {
    try (ForeignProgram foreign = new ForeignProgram("foreign-" + ProcessHandle.current().pid())) {
      assertThat(foreign.isWhole()).isTrue();
      assertThat(ATTRIBUTED).allMatch(kind -> kind.present().isEmpty());
    }
  }

  /// The kernel gives an id again, and any program may come by a key.
  @Test
  void an_object_from_before_our_process_had_its_id_or_we_its_key_is_not_ours() {
    long later = SessionRecord.now() + 1000;
    try (ForeignProgram foreign = new ForeignProgram("foreign-" + ProcessHandle.current().pid())) {
      SessionRecord record = TestSession.current().record();
      record.began(foreign.maker(), later);
      foreign.objects.keySet().forEach(kind -> record.handedOut(foreign.key(kind), later));
      assertThat(ATTRIBUTED).allMatch(kind -> kind.present().isEmpty());
    }
  }

  private static String idOf(Child ipcmk) {
    String said = ipcmk.line();
    return said.substring(said.lastIndexOf(' ') + 1);
  }

  @Test
  void mapped_shared_memory_is_noticed_and_so_is_an_open_file() throws IOException {
    Set<String> mappings = Belonging.MAPPINGS.present();
    Set<String> descriptors = Belonging.DESCRIPTORS.present();
    try (Arena arena = Arena.ofConfined();
        FileChannel channel =
            FileChannel.open(
                shared,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
      channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096, arena);
      assertThat(newOnes(Belonging.MAPPINGS, mappings))
          .singleElement()
          .asString()
          .contains("" + shared);
      assertThat(newOnes(Belonging.DESCRIPTORS, descriptors))
          .singleElement()
          .asString()
          .contains("" + shared);
    }
    assertThat(newOnes(Belonging.MAPPINGS, mappings)).isEmpty();
    assertThat(newOnes(Belonging.DESCRIPTORS, descriptors)).isEmpty();
  }

  @Test
  void an_open_file_anywhere_is_noticed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Set<String> before = Belonging.DESCRIPTORS.present();
    try (InputStream _ = Files.newInputStream(file)) {
      assertThat(newOnes(Belonging.DESCRIPTORS, before)).hasSize(1);
    }
  }

  @Test
  void a_thread_is_noticed_until_it_ends() throws InterruptedException {
    Set<String> before = Belonging.THREADS.present();
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .name("left")
            .start(() -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(newOnes(Belonging.THREADS, before)).containsExactly(thread.threadId() + " left");
    end.countDown();
    thread.join();
    assertThat(newOnes(Belonging.THREADS, before)).isEmpty();
  }

  @Test
  void a_grandchild_that_outlives_its_parent_is_noticed_and_removed() {
    try (Child child = Child.command("sh", "-c", "sleep 1000 > /dev/null 2>&1 & echo $!")) {
      String grandchild = child.line();
      child.awaitSuccess();
      assertThat(Belonging.PROCESSES.present()).containsExactly(grandchild);
      Belonging.PROCESSES.remove(Set.of(grandchild));
      Eventually.holds(() -> Belonging.PROCESSES.present().isEmpty());
    }
  }

  @Test
  void a_child_that_is_left_running_is_counted_and_killed() {
    Child left = Child.command("cat");
    assertThat(Child.closeAll()).isOne();
    assertThat(left.isAlive()).isFalse();
    assertThat(Child.closeAll()).isZero();
  }

  private static List<String> newOnes(Belonging kind, Set<String> before) {
    return kind.present().stream().filter(thing -> !before.contains(thing)).toList();
  }
}
