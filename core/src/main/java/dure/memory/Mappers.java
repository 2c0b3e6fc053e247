// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.layout.FileNames;
import dure.linux.Files;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Which processes have memory of the kind of files mapped, as far as this user may look into them:
/// the kernel keeps no count of that.
final class Mappers {
  private static final String REMOVED = " (deleted)";
  private static final int PATH_COLUMN = 5;

  private Mappers() {}

  /// What is mapped: the number of a file in its file system, which is named as `/proc/pid/maps`
  /// does.
  ///
  /// @param device major and minor number, in hexadecimal digits
  /// @param inode of the file
  record Identity(String device, long inode) {
    static Identity of(Files.Status file) {
      return new Identity(
          String.format("%02x:%02x", file.device() >>> 32, file.device() & 0xFFFF_FFFFL),
          file.inode());
    }
  }

  /// The processes that have a file mapped.
  ///
  /// @param path as the kernel shows it, without the word that it was removed
  /// @param removed whether it has no name any more
  /// @param bytes as far as any of them has mapped it
  /// @param pids their process ids
  record Holding(String path, boolean removed, long bytes, Set<Integer> pids) {
    private Holding with(Holding other) {
      Set<Integer> all = new TreeSet<>(pids);
      all.addAll(other.pids);
      return new Holding(path, removed, Math.max(bytes, other.bytes), all);
    }
  }

  /// How many processes have a file mapped.
  static int of(Files.Status file) {
    Identity wanted = Identity.of(file);
    String inode = " " + file.inode() + " ";
    Holding holding = all(line -> line.contains(inode)).get(wanted);
    return holding == null ? 0 : holding.pids().size();
  }

  /// All POSIX objects and anonymous regions of ours that a process has mapped.
  static Map<Identity, Holding> all() {
    return all(line ->
        line.contains(FileNames.DIRECTORY + "/") || line.contains("/memfd:" + Anonymous.LABEL));
  }

  private static Map<Identity, Holding> all(Predicate<String> wanted) {
    Map<Identity, Holding> all = new HashMap<>();
    for (int pid : processes()) {
      lines(pid)
          .filter(wanted)
          .map(line -> line.split(" +", PATH_COLUMN + 1))
          .filter(columns -> columns.length > PATH_COLUMN)
          .forEach(columns ->
              all.merge(
                  new Identity(columns[3], Long.parseLong(columns[4])),
                  holding(pid, columns),
                  Holding::with));
    }
    return all;
  }

  private static Holding holding(int pid, String[] columns) {
    String[] range = columns[0].split("-", 2);
    long length = Long.parseUnsignedLong(range[1], 16) - Long.parseUnsignedLong(range[0], 16);
    String path = columns[PATH_COLUMN];
    boolean removed = path.endsWith(REMOVED);
    return new Holding(
        removed ? path.substring(0, path.length() - REMOVED.length()) : path,
        removed,
        Long.parseUnsignedLong(columns[2], 16) + length,
        Set.of(pid));
  }

  private static List<Integer> processes() {
    return Listing.names("/proc").stream()
        .filter(name -> name.chars().allMatch(Character::isDigit))
        .map(Integer::valueOf)
        .toList();
  }

  private static Stream<String> lines(int pid) {
    try {
      byte[] maps = java.nio.file.Files.readAllBytes(Path.of("/proc/" + pid + "/maps"));
      return new String(maps, StandardCharsets.UTF_8).lines();
    } catch (IOException endedOrAnothers) {
      return Stream.empty();
    }
  }
}
