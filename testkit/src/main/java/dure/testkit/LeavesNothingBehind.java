// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test that leaves a process, a thread, a file in shared memory, a socket name or an open
/// descriptor behind.
///
/// Registered for every test by `META-INF/services`; what goes away by itself gets a moment to do
/// so.
public final class LeavesNothingBehind implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LeavesNothingBehind.class);
  private static final long MOMENT_NANOS = 5_000_000_000L;

  /// On a machine of our own everything new is ours; elsewhere only what has this process's number
  /// in its name.
  private static final boolean ALONE = "true".equals(System.getenv("CI"));

  private static final String OUR_MARK = "-" + ProcessHandle.current().pid() + "-";

  /// Each kind of thing that can be left behind.
  private enum Kind {
    FILES,
    SOCKETS,
    DESCRIPTORS,
    THREADS;

    Set<String> present() {
      return switch (this) {
        case FILES -> sharedFiles();
        case SOCKETS -> socketNames();
        case DESCRIPTORS -> descriptors();
        case THREADS -> threads();
      };
    }
  }

  /// For [java.util.ServiceLoader].
  public LeavesNothingBehind() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    for (Kind kind : Kind.values()) {
      context.getStore(NAMESPACE).put(kind, kind.present());
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public void afterEach(ExtensionContext context) throws InterruptedException {
    int running = Child.closeAll();
    if (running > 0) {
      throw new AssertionError("the test left " + running + " child processes running");
    }
    for (Kind kind : Kind.values()) {
      Set<String> before =
          (Set<String>) Objects.requireNonNull(context.getStore(NAMESPACE).get(kind));
      Set<String> left = left(kind, before);
      for (long end = System.nanoTime() + MOMENT_NANOS;
          !left.isEmpty() && System.nanoTime() - end < 0;
          left = left(kind, before)) {
        Thread.sleep(20);
      }
      if (!left.isEmpty()) {
        throw new AssertionError("the test left behind " + kind + ": " + left);
      }
    }
  }

  private static Set<String> left(Kind kind, Set<String> before) {
    Set<String> left = kind.present();
    left.removeAll(before);
    if (!ALONE && (kind == Kind.FILES || kind == Kind.SOCKETS)) {
      left.removeIf(name -> !name.contains(OUR_MARK));
    }
    return left;
  }

  private static Set<String> sharedFiles() {
    return names(Path.of("/dev/shm"));
  }

  private static Set<String> socketNames() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/net/unix"))) {
      return lines
          .map(line -> line.substring(line.lastIndexOf(' ') + 1))
          .filter(name -> name.startsWith("@dure"))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException unreadable) {
      return new TreeSet<>();
    }
  }

  /// Files and sockets that are open; what the JVM opens for itself is its own affair.
  private static Set<String> descriptors() {
    Set<String> open = new TreeSet<>();
    for (String fd : names(Path.of("/proc/self/fd"))) {
      try {
        String target = Files.readSymbolicLink(Path.of("/proc/self/fd", fd)).toString();
        if (target.startsWith("/dev/shm") || target.startsWith("/memfd") || isOurs(target)) {
          open.add(fd + " -> " + target);
        }
      } catch (IOException closedMeanwhile) {
        // then it is not left behind
      }
    }
    return open;
  }

  private static boolean isOurs(String target) {
    return target.startsWith("socket:") || target.startsWith("anon_inode:[pidfd]");
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("dure-") || name.startsWith("child-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException unreadable) {
      return new TreeSet<>();
    }
  }
}
