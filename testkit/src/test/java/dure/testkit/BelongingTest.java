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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each kind of thing that a test could leave behind is noticed while it is there.
class BelongingTest {
  private final Path shared =
      Path.of("/dev/shm/dure-test-" + ProcessHandle.current().pid() + "-belonging");

  @TempDir private Path directory;

  @Test
  void a_file_in_shared_memory_is_noticed() throws IOException {
    Set<String> before = Belonging.FILES.present();
    Files.createFile(shared);
    try {
      Set<String> left = new HashSet<>(Set.of(shared.getFileName().toString()));
      assertThat(Belonging.FILES.present()).containsAll(left);
      assertThat(before).doesNotContainAnyElementsOf(left);
      Belonging.FILES.excuse(left);
      assertThat(left).as("nobody else uses it").hasSize(1);
    } finally {
      Files.delete(shared);
    }
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

  @Test
  void a_system_v_segment_is_noticed_and_removed() {
    Set<String> before = Belonging.SEGMENTS.present();
    try (Child ipcmk = Child.command("ipcmk", "-M", "4096")) {
      String said = ipcmk.line();
      String id = said.substring(said.lastIndexOf(' ') + 1);
      ipcmk.awaitSuccess();
      assertThat(before).doesNotContain(id);
      Set<String> left = new HashSet<>(Set.of(id));
      assertThat(Belonging.SEGMENTS.present()).contains(id);
      Belonging.SEGMENTS.excuse(left);
      assertThat(left).as("its creator has ended").containsExactly(id);
      Belonging.SEGMENTS.remove(left);
      assertThat(Belonging.SEGMENTS.present()).doesNotContain(id);
    }
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
  void a_system_v_queue_with_a_key_of_ours_is_noticed_and_removed() {
    String key = SystemVKeys.next();
    String source =
        "#include <sys/msg.h>\nint main() { return msgget(" + key + ", IPC_CREAT | 0600) < 0; }\n";
    try (Child c = Child.command("" + new CProgram(CProgram.GCC, source).compileIn(directory))) {
      c.awaitSuccess();
    }
    Set<String> left = queuesOf(key);
    assertThat(left).hasSize(1);
    assertThat(Belonging.SYSTEM_V_QUEUES.present()).containsAll(left);
    Set<String> accused = new HashSet<>(left);
    accused.add("another's");
    Belonging.SYSTEM_V_QUEUES.excuse(accused);
    assertThat(accused).isEqualTo(left);
    Belonging.SYSTEM_V_QUEUES.remove(left);
    assertThat(queuesOf(key)).isEmpty();
  }

  private static Set<String> queuesOf(String key) {
    String number = Integer.toString((int) (long) Long.decode(key));
    return SystemVKeys.objects(Path.of("/proc/sysvipc/msg"))
        .filter(columns -> columns[0].equals(number))
        .map(columns -> columns[1])
        .collect(Collectors.toSet());
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
