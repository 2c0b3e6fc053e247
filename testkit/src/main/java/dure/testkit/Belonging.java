// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A kind of thing that a test can leave behind, and how to find all there are.
enum Belonging {
  /// Files in shared memory. Who made one cannot be told, so one that a process not of this test
  /// uses, or whose number it has in its name, is taken for its own.
  FILES {
    @Override
    Set<String> present() {
      return names(Path.of("/dev/shm"));
    }

    @Override
    void excuse(Set<String> left) {
      if (left.isEmpty()) {
        return;
      }
      ProcessHandle.allProcesses()
          .filter(process -> process.pid() != ProcessHandle.current().pid())
          .filter(process -> !isOurs(process))
          .flatMap(process -> lines("/proc/" + process.pid() + "/maps", Belonging::isShared))
          .forEach(line -> left.removeIf(name -> line.contains("/dev/shm/" + name)));
      left.removeIf(Belonging::hasAnothersNumber);
    }
  },

  /// System V segments of shared memory. One whose creator lives and is not of this test is taken
  /// for its own.
  SEGMENTS {
    @Override
    Set<String> present() {
      return lines("/proc/sysvipc/shm", line -> !line.contains("shmid"))
          .map(line -> column(line, 1))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    void excuse(Set<String> left) {
      long own = ProcessHandle.current().pid();
      lines("/proc/sysvipc/shm", line -> left.contains(column(line, 1)))
          .filter(line -> !column(line, 4).equals(Long.toString(own)))
          .filter(line ->
              ProcessHandle.of(Long.parseLong(column(line, 4))).filter(p -> !isOurs(p)).isPresent())
          .forEach(line -> left.remove(column(line, 1)));
    }

    @Override
    void remove(Set<String> left) {
      for (String id : left) {
        try (Child ipcrm = Child.command("ipcrm", "-m", id)) {
          ipcrm.awaitEnd();
        }
      }
    }
  },

  /// POSIX message queues whose names have our number in them, where the kernel shows queues.
  POSIX_QUEUES {
    @Override
    Set<String> present() {
      String ours = Long.toString(ProcessHandle.current().pid());
      return lines("/proc/self/mountinfo", line -> line.contains(" - mqueue "))
          .flatMap(line -> names(Path.of(line.split(" ", -1)[4])).stream())
          .filter(name -> name.contains(ours))
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

  /// System V message queues. The kernel does not say who made one, so only those count that have a
  /// key of this JVM's, or to which this test's processes sent last, or from which they received.
  SYSTEM_V_QUEUES {
    @Override
    Set<String> present() {
      return queues().map(columns -> columns[1]).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    void excuse(Set<String> left) {
      left.retainAll(
          queues()
              .filter(columns ->
                  SystemVKeys.isOurs(Integer.parseInt(columns[0]))
                      || isOurs(columns[LAST_SENDER])
                      || isOurs(columns[LAST_RECEIVER]))
              .map(columns -> columns[1])
              .collect(Collectors.toSet()));
    }

    @Override
    void remove(Set<String> left) {
      for (String id : left) {
        try (Child ipcrm = Child.command("ipcrm", "-q", id)) {
          ipcrm.awaitEnd();
        }
      }
    }
  },

  /// What children have started and not ended.
  PROCESSES {
    @Override
    Set<String> present() {
      return ProcessHandle.allProcesses()
          .filter(Belonging::isOurs)
          .map(process -> Long.toString(process.pid()))
          .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    void remove(Set<String> left) {
      for (String pid : left) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  };

  /// As long as it can be a process's and no counter of a test's.
  private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{3,9}(?!\\d)");

  private static final int LAST_SENDER = 5;
  private static final int LAST_RECEIVER = 6;

  private static Stream<String[]> queues() {
    return SystemVKeys.objects(Path.of("/proc/sysvipc/msg"));
  }

  /// Whether a number in a name is that of a living process which is not of this test.
  private static boolean hasAnothersNumber(String name) {
    return NUMBER
        .matcher(name)
        .results()
        .mapToLong(result -> Long.parseLong(result.group()))
        .filter(pid -> pid != ProcessHandle.current().pid())
        .mapToObj(ProcessHandle::of)
        .anyMatch(process -> process.filter(alive -> !isOurs(alive)).isPresent());
  }

  private static boolean isOurs(String pid) {
    long number = Long.parseLong(pid);
    return number == ProcessHandle.current().pid()
        || ProcessHandle.of(number).filter(Belonging::isOurs).isPresent();
  }

  /// All there are now, by names that are not used again.
  abstract Set<String> present();

  /// Takes out what is another's.
  void excuse(Set<String> left) {}

  /// Gets rid of what was left behind, where the next test would suffer from it.
  void remove(Set<String> left) {}

  private static String column(String line, int number) {
    return line.strip().split(" +", -1)[number];
  }

  private static boolean isShared(String mapping) {
    return mapping.contains("/dev/shm/")
        || mapping.contains("/memfd:")
        || mapping.contains("/SYSV");
  }

  /// What the JVM opens for itself, and keeps, is its own affair; so is the directory in which a
  /// process that uses locks shows that it lives.
  private static boolean isTheJvms(String target) {
    return target.endsWith(".jar")
        || target.equals("/dev/shm")
        || target.startsWith(System.getProperty("java.home"))
        || (target.startsWith("/dev/") && !target.startsWith("/dev/shm"))
        || target.equals("anon_inode:[eventpoll]")
        || target.equals("anon_inode:[eventfd]");
  }

  private static boolean isTheJvms(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return thread.getClass() != Thread.class
        || group == null
        || group.getName().equals("system")
        || thread.getName().startsWith("junit-")
        || thread.getName().startsWith("surefire-");
  }

  /// Whether a process was started by this one's children, or is one.
  private static boolean isOurs(ProcessHandle process) {
    String mark = Child.MARK + "=" + ProcessHandle.current().pid() + "\0";
    try {
      byte[] all = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
      return new String(all, StandardCharsets.ISO_8859_1).contains(mark);
    } catch (IOException endedOrAnothers) {
      return false;
    }
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
}
