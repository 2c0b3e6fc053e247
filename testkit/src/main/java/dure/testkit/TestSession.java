// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The run of a JVM that runs tests, with its child processes, and what tells its objects from all
/// others on the machine: a token in their names, and a directory for its mailboxes.
///
/// A child process belongs to the session whose token its environment holds. The lock of the
/// directory tells whether the test JVM lives; its [SessionReaper] ends the session when it does
/// not.
final class TestSession {
  /// The variable that marks a child process and its own children; its value is the token.
  static final String MARK = "DURE_TEST_OF";

  /// The variable that names the directory of mailboxes.
  static final String NAMESPACE = "DURE_NAMESPACE";

  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final String PREFIX = "dure-test.";
  private static final String LOCK = ".lock";
  private static final String BEFORE = ".before";
  private static @Nullable TestSession current;

  private final String token;
  private final Path directory;
  private final ProcessRecord processes;
  private @Nullable FileChannel lock;

  private TestSession(String token) {
    this.token = token;
    this.directory = SHARED_MEMORY.resolve(PREFIX + token);
    this.processes = new ProcessRecord(directory.resolve(".processes"));
  }

  /// The session of this process. A JVM that is no child process of a test begins its own.
  static synchronized TestSession current() {
    if (current == null) {
      String mark = System.getenv(MARK);
      current = mark == null ? begun() : new TestSession(mark);
    }
    return current;
  }

  /// Begins a session of this JVM's own, once, after what dead sessions left is removed.
  static synchronized void begin() {
    if (current == null || !current.isOfThisJvm()) {
      current = begun();
    }
  }

  private static TestSession begun() {
    long pid = ProcessHandle.current().pid();
    String random = String.format("%08x", new SecureRandom().nextInt());
    TestSession session = new TestSession("t" + pid + "x" + random);
    session.start();
    return session;
  }

  private void start() {
    try {
      sweep();
      makeDirectory();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    QueueLimit.raise();
    System.setProperty("dure.namespace", directory.toString());
    processes.began(jvm(), ProcessRecord.now());
    SessionReaper.guard(directory, token);
  }

  /// Makes the directory under another name, where no sweep finds it before it is locked.
  private void makeDirectory() throws IOException {
    Path unborn = Files.createDirectory(SHARED_MEMORY.resolve("dure-test-new." + token));
    lock =
        FileChannel.open(
            unborn.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.lock(); // SYNC: session
    Files.write(unborn.resolve(BEFORE), SystemVObject.all());
    Path record = Files.createFile(unborn.resolve(".processes"));
    Files.setPosixFilePermissions(record, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setAttribute(unborn, "unix:mode", 01777);
    Files.move(unborn, directory);
  }

  /// Ends the sessions whose JVM is dead, and whose reaper is, too.
  private static void sweep() throws IOException {
    List<Path> sessions;
    try (Stream<Path> files = Files.list(SHARED_MEMORY)) {
      sessions = files.filter(TestSession::isSession).toList();
    }
    for (Path session : sessions) {
      sweep(session);
    }
  }

  /// Whether a file is the directory of a session of this user. The reaper removes what has its
  /// token in the name, so a name that only resembles a token must not reach it.
  static boolean isSession(Path file) {
    try {
      return nameOf(file).matches("dure-test\\.t[0-9]+x[0-9a-f]{8}")
          && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
          && Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
              .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException gone) {
      return false;
    }
  }

  private static void sweep(Path session) {
    try (FileChannel channel = FileChannel.open(session.resolve(LOCK), StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) { // SYNC: session
        SessionReaper.reap(session, nameOf(session).substring(PREFIX.length()));
      }
    } catch (IOException goneOrAnotherUsers) {
      // then another process removes it
    }
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString();
  }

  private boolean isOfThisJvm() {
    return lock != null;
  }

  String token() {
    return token;
  }

  /// Where the session's mailboxes have their files.
  Path directory() {
    return directory;
  }

  /// The process id of the test JVM.
  long jvm() {
    return Long.parseLong(token.substring(1, token.indexOf('x')));
  }

  ProcessRecord processes() {
    return processes;
  }

  /// The System V objects that are older than the session.
  Set<String> before() {
    try (Stream<String> lines = Files.lines(directory.resolve(BEFORE))) {
      return lines.collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Makes a process to be started a part of the session.
  void mark(Map<String, String> environment) {
    environment.put(MARK, token);
    environment.put(NAMESPACE, directory.toString());
  }

  /// Makes a process to be started no part of any session.
  static void unmark(Map<String, String> environment) {
    environment.remove(MARK);
    environment.remove(NAMESPACE);
  }
}
