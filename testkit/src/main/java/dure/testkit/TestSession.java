// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
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
  private static final String RECORD = ".record";
  private static @Nullable TestSession current;

  private final String token;
  private final Path directory;
  private final SessionRecord record;
  private @Nullable FileChannel lock;

  private TestSession(String token) {
    this.token = token;
    this.directory = SHARED_MEMORY.resolve(PREFIX + token);
    this.record = new SessionRecord(directory.resolve(RECORD));
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
    try {
      sweep();
      TestSession session = new TestSession(newToken());
      while (!session.locksDirectory()) {
        session = new TestSession(newToken());
      }
      session.start();
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String newToken() {
    String random = String.format("%08x", new SecureRandom().nextInt());
    return "t" + ProcessHandle.current().pid() + "x" + random;
  }

  /// Makes the directory and locks it. False if another session has swept it away in between.
  private boolean locksDirectory() throws IOException {
    Files.createDirectory(directory);
    Path file = directory.resolve(LOCK);
    try {
      lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock(); // SYNC: session
    } catch (NoSuchFileException swept) {
      return false;
    }
    if (!Files.exists(file)) {
      lock.close();
      return false;
    }
    return true;
  }

  private void start() throws IOException {
    Path file = Files.createFile(directory.resolve(RECORD));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.setAttribute(directory, "unix:mode", 01777);
    QueueLimit.raise();
    System.setProperty("dure.namespace", directory.toString());
    record.began(jvm(), SessionRecord.now());
    SessionReaper.guard(directory, token);
  }

  /// Ends the sessions whose JVM is dead, and whose reaper is, too.
  private static void sweep() throws IOException {
    List<Path> sessions;
    try (Stream<Path> files = Files.list(SHARED_MEMORY)) {
      sessions =
          files.filter(TestSession::isSession).filter(file -> !isOfThisProcess(file)).toList();
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

  /// Maven looks for the tests of two modules at once in one JVM, each with classes of its own and
  /// so with a session of its own. That one lives, and to close its file here would free its lock.
  static boolean isOfThisProcess(Path session) {
    return nameOf(session).startsWith(PREFIX + "t" + ProcessHandle.current().pid() + "x");
  }

  /// A session that begins has no lock for a moment. One whose JVM died in that moment has an empty
  /// directory for ever, so that goes, and a session that begins notices.
  private static void sweep(Path session) {
    try (FileChannel channel = FileChannel.open(session.resolve(LOCK), StandardOpenOption.WRITE)) {
      if (channel.tryLock() != null) { // SYNC: session
        SessionReaper.sweep(session, nameOf(session).substring(PREFIX.length()));
      }
    } catch (NoSuchFileException unlocked) {
      deleteIfEmpty(session);
    } catch (IOException anothers) {
      // then another process removes it
    }
  }

  private static void deleteIfEmpty(Path directory) {
    try {
      Files.delete(directory);
    } catch (IOException lockedMeanwhileOrGone) {
      // then it is another process's
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

  /// What the session has started and handed out.
  SessionRecord record() {
    return record;
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
