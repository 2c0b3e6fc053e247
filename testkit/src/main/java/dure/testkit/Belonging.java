// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A kind of thing that a test can leave behind, and how to find all there are of this test JVM's.
/// What is another's is never among them, and so neither judged nor removed.
enum Belonging {
  /// Files in shared memory: the session's mailboxes, and what has its token in its name.
  FILES {
    @Override
    Set<String> present() {
      TestSession session = TestSession.current();
      Set<String> files = named(Path.of("/dev/shm"), session.token());
      files.remove(session.directory().getFileName().toString());
      names(session.directory()).stream().filter(name -> !name.startsWith(".")).forEach(files::add);
      return files;
    }
  },

  /// System V segments of shared memory.
  SEGMENTS {
    @Override
    Set<String> present() {
      return SystemVObject.SEGMENTS.ours();
    }

    @Override
    void remove(Set<String> left) {
      SystemVObject.SEGMENTS.remove(left);
    }
  },

  /// Sets of System V semaphores.
  SYSTEM_V_SEMAPHORES {
    @Override
    Set<String> present() {
      return SystemVObject.SEMAPHORES.ours();
    }

    @Override
    void remove(Set<String> left) {
      SystemVObject.SEMAPHORES.remove(left);
    }
  },

  /// POSIX message queues with our token in their names, where the kernel shows queues.
  POSIX_QUEUES {
    @Override
    Set<String> present() {
      String token = TestSession.current().token();
      return lines("/proc/self/mountinfo", line -> line.contains(" - mqueue "))
          .flatMap(line -> named(Path.of(line.split(" ", -1)[4]), token).stream())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  },

  /// Shared memory that is mapped into this process. Where it is only blanked out, it is not.
  MAPPINGS {
    @Override
    Set<String> present() {
      return lines("/proc/self/maps", Belonging::isShared)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  },

  /// Descriptors that are open in this process.
  DESCRIPTORS {
    @Override
    Set<String> present() {
      Set<String> open = new TreeSet<>();
      for (String fd : names(Path.of("/proc/self/fd"))) {
        try {
          String target = Files.readSymbolicLink(Path.of("/proc/self/fd", fd)).toString();
          if (!isTheJvms(target)) {
            open.add(fd + " -> " + target);
          }
        } catch (IOException closedMeanwhile) {
          // then it is not left behind
        }
      }
      return open;
    }
  },

  /// Platform threads of this process.
  THREADS {
    @Override
    Set<String> present() {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> !isTheJvms(thread))
          .map(thread -> thread.threadId() + " " + thread.getName())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  },

  /// System V message queues.
  SYSTEM_V_QUEUES {
    @Override
    Set<String> present() {
      return SystemVObject.QUEUES.ours();
    }

    @Override
    void remove(Set<String> left) {
      SystemVObject.QUEUES.remove(left);
    }
  },

  /// What children have started and not ended.
  PROCESSES {
    @Override
    Set<String> present() {
      return OurProcesses.pids()
          .mapToObj(Long::toString)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    void remove(Set<String> left) {
      for (String pid : left) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  };

  private static final String TOKENS = "/dev/shm/dure-tokens.";
  private static final Pattern NAMELESS = Pattern.compile("/dev/shm/#([0-9]+) \\(deleted\\)");

  /// All there are now, by names that are not used again.
  abstract Set<String> present();

  /// Gets rid of what was left behind, where the next test would suffer from it.
  void remove(Set<String> left) {}

  private static boolean isShared(String mapping) {
    return mapping.contains("/dev/shm/")
        || mapping.contains("/memfd:")
        || mapping.contains("/SYSV");
  }

  /// What the JVM opens for itself, and keeps, is its own affair; so are the directory and the
  /// files in which a process that uses locks shows that it lives.
  private static boolean isTheJvms(String target) {
    return target.endsWith(".jar")
        || target.equals("/dev/shm")
        || isOfTokens(target)
        || target.startsWith(TestSession.current().directory() + "/.")
        || target.startsWith(System.getProperty("java.home"))
        || (target.startsWith("/dev/") && !target.startsWith("/dev/shm"))
        || target.equals("anon_inode:[eventpoll]")
        || target.equals("anon_inode:[eventfd]");
  }

  /// The kernel shows a file that was opened without a name by its inode number, which is its name
  /// among the files of tokens.
  private static boolean isOfTokens(String target) {
    Matcher nameless = NAMELESS.matcher(target);
    return target.startsWith(TOKENS)
        || (nameless.matches()
            && Files.exists(Path.of(TOKENS + Long.toHexString(Long.parseLong(nameless.group(1))))));
  }

  private static boolean isTheJvms(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return thread.getClass() != Thread.class
        || group == null
        || group.getName().equals("system")
        || thread.getName().startsWith("junit-")
        || thread.getName().startsWith("surefire-");
  }

  private static Stream<String> lines(String file, Predicate<String> wanted) {
    try {
      String text = new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8);
      return text.lines().filter(wanted);
    } catch (IOException unreadable) {
      return Stream.empty();
    }
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

  /// The names in a directory that have a part.
  static Set<String> named(Path directory, String part) {
    Set<String> names = names(directory);
    names.removeIf(name -> !name.contains(part));
    return names;
  }
}
