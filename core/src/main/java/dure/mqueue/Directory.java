// SPDX-License-Identifier: Apache-2.0
package dure.mqueue;

import dure.linux.Files;
import dure.linux.KernelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The names of the queues there are. The kernel shows them only where its file system of queues is
/// mounted, which is for root to do.
public final class Directory {
  private static final Path PROCESSES = Path.of("/proc");

  /// As which a descriptor of a file in memory reads, `memfd_create(2)`.
  private static final String MEMORY_FILE = "/memfd:";

  private static final String DELETED = " (deleted)";

  private Directory() {}

  /// Where the kernel's file system of queues is mounted; empty if it is nowhere.
  public static Optional<String> mountPoint() {
    try {
      byte[] mounts = java.nio.file.Files.readAllBytes(PROCESSES.resolve("self/mountinfo"));
      return new String(mounts, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains(" - mqueue "))
          .map(line -> line.split(" ", -1)[4].replace("\\040", " "))
          .findFirst();
    } catch (IOException noProc) {
      return Optional.empty();
    }
  }

  /// Names, with their slash, that may be queues': all there are if the file system is mounted,
  /// else those that a process has open whose descriptors this user may see.
  public static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    Optional<String> mounted = mountPoint();
    if (mounted.isPresent()) {
      try {
        Files.list(mounted.get()).forEach(name -> names.add("/" + name));
        return names;
      } catch (KernelException hidden) {
        // by another mount, or by its mode
      }
    }
    try (DirectoryStream<Path> processes =
        java.nio.file.Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      processes.forEach(process -> addOpen(process.resolve("fd"), names));
    } catch (IOException | DirectoryIteratorException noProc) {
      return names;
    }
    return names;
  }

  /// A queue's descriptor reads as its name, which is to say as a file in the root directory.
  private static void addOpen(Path descriptors, SortedSet<String> names) {
    try (DirectoryStream<Path> all = java.nio.file.Files.newDirectoryStream(descriptors)) {
      for (Path descriptor : all) {
        addOne(descriptor, names);
      }
    } catch (IOException | DirectoryIteratorException endedOrAnothers) {
      // then its descriptors are not to be seen
    }
  }

  private static void addOne(Path descriptor, SortedSet<String> names) {
    try {
      String target = java.nio.file.Files.readSymbolicLink(descriptor).toString();
      if (target.length() > 1
          && target.lastIndexOf('/') == 0
          && !target.startsWith(MEMORY_FILE)
          && !target.endsWith(DELETED)) {
        names.add(target);
      }
    } catch (IOException closedMeanwhile) {
      // then another looks no further
    }
  }
}
