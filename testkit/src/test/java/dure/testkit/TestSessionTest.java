// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A test JVM that dies takes its child processes and all its objects with it, and nothing foreign.
class TestSessionTest {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  /// A test JVM that has made one object of each kind.
  private static final class Session implements AutoCloseable {
    final Child jvm;
    final String token;
    final String reaper;
    final List<String> processes = new ArrayList<>();
    final Map<SystemVObject, Set<String>> objects;
    final String queue;

    Session() {
      jvm = Child.java(List.of("-XX:-UsePerfData"), SessionRole.class);
      token = jvm.await("token");
      reaper = jvm.await("reaper");
      processes.add(jvm.await("child"));
      processes.add(jvm.await("grandchild"));
      String ofTheChild = jvm.await("shm");
      Set<String> segments = Set.of(ofTheChild, jvm.await("shm"));
      objects =
          Map.of(
              SystemVObject.SEGMENTS, segments,
              SystemVObject.SEMAPHORES, Set.of(jvm.await("sem")),
              SystemVObject.QUEUES, Set.of(jvm.await("msg")));
      queue = jvm.await("queue");
      jvm.await("ready");
    }

    Path directory() {
      return SHARED_MEMORY.resolve("dure-test." + token);
    }

    void awaitReaped() {
      Eventually.holds(() -> !Files.exists(directory()));
    }

    void assertWhole() throws Throwable {
      assertThat(files(SHARED_MEMORY)).hasSize(2);
      assertThat(files(temporary())).hasSize(1);
      assertThat(processes).allMatch(Session::lives);
      objects.forEach((kind, ids) -> assertThat(idsOf(kind)).containsAll(ids));
      assertThat(queue.equals("none") || SessionRole.hasQueue(queue)).isTrue();
    }

    void assertGone() throws Throwable {
      assertThat(files(SHARED_MEMORY)).isEmpty();
      assertThat(files(temporary())).isEmpty();
      assertThat(processes).noneMatch(Session::lives);
      objects.forEach((kind, ids) -> assertThat(idsOf(kind)).doesNotContainAnyElementsOf(ids));
      assertThat(SessionRole.hasQueue(queue)).isFalse();
    }

    private List<String> files(Path directory) throws IOException {
      try (Stream<Path> files = Files.list(directory)) {
        return files.map(Path::toString).filter(name -> name.contains(token)).toList();
      }
    }

    private static Path temporary() {
      return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /// A process that its parent has not awaited is still listed, but has no command line.
    private static boolean lives(String pid) {
      try {
        return Files.readAllBytes(Path.of("/proc", pid, "cmdline")).length > 0;
      } catch (IOException gone) {
        return false;
      }
    }

    @Override
    public void close() {
      jvm.close();
      awaitReaped();
    }
  }

  private static Set<String> idsOf(SystemVObject kind) {
    return kind.objects().map(SystemVObject.Listed::id).collect(Collectors.toSet());
  }

  /// A short or wild token would match the names of foreign files.
  @ParameterizedTest
  @ValueSource(strings = {"t", "t*", "t1x*", "tmp", "t1x0123456", "t1x0123456789"})
  void a_directory_that_only_resembles_a_session_is_not_swept(String name, @TempDir Path directory)
      throws IOException {
    assertThat(TestSession.isSession(Files.createDirectory(directory.resolve("dure-test." + name))))
        .isFalse();
    Path session = Files.createDirectory(directory.resolve("dure-test.t1x01234567"));
    assertThat(TestSession.isSession(session)).isTrue();
    if (OtherUser.isThere()) {
      Files.setAttribute(session, "unix:uid", OtherUser.NUMBER);
      assertThat(TestSession.isSession(session)).as("another user's").isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM"})
  void a_session_ends_with_its_jvm_and_leaves_foreign_objects_alone(String signal)
      throws Throwable {
    try (Session session = new Session();
        ForeignProgram foreign = new ForeignProgram("foreign-" + session.jvm.pid() + "-1")) {
      session.assertWhole();
      session.jvm.signal(signal);
      session.jvm.awaitEnd();
      session.awaitReaped();
      session.assertGone();
      assertThat(foreign.isWhole()).isTrue();
    }
  }

  @Test
  void a_session_that_ends_by_itself_is_removed() throws Throwable {
    try (Session session = new Session()) {
      session.jvm.endInput();
      session.jvm.awaitSuccess();
      session.awaitReaped();
      session.assertGone();
    }
  }

  @Test
  void the_next_session_removes_one_whose_reaper_was_killed_too_and_none_that_lives()
      throws Throwable {
    try (Session living = new Session();
        Session dead = new Session()) {
      ProcessHandle.of(Long.parseLong(dead.reaper)).orElseThrow().destroyForcibly();
      Eventually.holds(() -> !Session.lives(dead.reaper));
      dead.jvm.kill();
      dead.assertWhole();
      try (Session _ = new Session()) {
        dead.assertGone();
        living.assertWhole();
      }
    }
  }

  /// A name that the next session takes for a session's.
  private static Path deadSession(String end) throws IOException {
    long pid = ProcessHandle.current().pid();
    return Files.createDirectory(SHARED_MEMORY.resolve("dure-test.t" + pid + "x0000000" + end));
  }

  @Test
  void the_next_session_removes_one_that_was_killed_at_its_beginning() throws Throwable {
    Path empty = deadSession("0");
    Path unlocked = deadSession("1");
    Files.createFile(unlocked.resolve(".lock"));
    try (Session _ = new Session()) {
      assertThat(empty).doesNotExist();
      assertThat(unlocked).doesNotExist();
    }
  }

  /// The dead session had processes with the ids of the foreign program's, and keys that it never
  /// used.
  @Test
  void the_next_session_leaves_alone_what_came_after_the_dead_one() throws Throwable {
    Path dead = deadSession("2");
    Files.createFile(dead.resolve(".lock"));
    Path file = Files.createFile(dead.resolve(".record"));
    SessionRecord record = new SessionRecord(file);
    long now = SessionRecord.now();
    try (ForeignProgram foreign =
        new ForeignProgram("foreign-" + ProcessHandle.current().pid() + "-2")) {
      record.began(foreign.maker(), now - 1000);
      record.handedOut(foreign.key(SystemVObject.SEMAPHORES), now + 1000);
      Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(now - 500)));
      try (Session _ = new Session()) {
        assertThat(dead).doesNotExist();
        assertThat(foreign.isWhole()).isTrue();
      }
    }
  }

  @Test
  void a_sweep_spares_each_session_of_its_own_process() {
    long pid = ProcessHandle.current().pid();
    Path shared = Path.of("/dev/shm");
    assertThat(TestSession.isOfThisProcess(shared.resolve("dure-test.t" + pid + "x0123abcd")))
        .isTrue();
    assertThat(TestSession.isOfThisProcess(shared.resolve("dure-test.t" + pid + "7x0123abcd")))
        .isFalse();
  }
}
