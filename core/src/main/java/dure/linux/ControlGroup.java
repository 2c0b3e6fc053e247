// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The bound that a container, a service or a user's slice sets: that of the control group, among
/// this process's own and those above it, in which the least is left.
///
/// @param most what all processes of the group together may take
/// @param used what they take now and would not give back at once
public record ControlGroup(long most, long used) {
  private static final Path PROC = Path.of("/proc");
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final Pattern OWN = Pattern.compile("(?m)^0::/(.*)$");
  private static final Pattern CACHED = Pattern.compile("(?m)^(?:in)?active_file ([0-9]{1,18})$");

  /// How much more they may take.
  public long left() {
    return Math.max(0, most - used);
  }

  /// The bound of memory in bytes, less the files that it caches, which would make way; empty if
  /// there is none.
  public static Optional<ControlGroup> ofMemory() {
    return ofMemory(PROC, GROUPS);
  }

  /// The same, read from other directories.
  static Optional<ControlGroup> ofMemory(Path proc, Path groups) {
    Path first = groups.resolve("memory");
    return least(
        Stream.concat(
            directories(proc, groups)
                .flatMap(group -> read(group, "memory.max", "memory.current", cached(group))),
            read(first, "memory.limit_in_bytes", "memory.usage_in_bytes", cached(first))));
  }

  /// The bound of how many processes and threads there are; empty if there is none.
  public static Optional<ControlGroup> ofThreads() {
    return ofThreads(PROC, GROUPS);
  }

  /// The same, read from other directories.
  static Optional<ControlGroup> ofThreads(Path proc, Path groups) {
    return least(
        Stream.concat(directories(proc, groups), Stream.of(groups.resolve("pids")))
            .flatMap(group -> read(group, "pids.max", "pids.current", 0)));
  }

  private static Optional<ControlGroup> least(Stream<ControlGroup> all) {
    return all.min(Comparator.comparingLong(ControlGroup::left));
  }

  /// The group of this process and those above it.
  private static Stream<Path> directories(Path proc, Path groups) {
    Matcher own = OWN.matcher(text(proc.resolve("self/cgroup")));
    Path group = own.find() ? groups.resolve(own.group(1)).normalize() : groups;
    return Stream.iterate(
        group, above -> above.startsWith(groups), above -> above.resolve("..").normalize());
  }

  /// The group's bound, or nothing.
  private static Stream<ControlGroup> read(Path group, String most, String now, long makesWay) {
    long bound = number(text(group.resolve(most)));
    long used = number(text(group.resolve(now)));
    return bound < 0
        ? Stream.empty()
        : Stream.of(new ControlGroup(bound, Math.max(0, used - makesWay)));
  }

  private static long cached(Path group) {
    return CACHED
        .matcher(text(group.resolve("memory.stat")))
        .results()
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  /// A number of 19 digits is how the first version of control groups writes that there is no
  /// bound.
  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }

  private static String text(Path file) {
    try {
      byte[] bytes = java.nio.file.Files.readAllBytes(file);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException none) {
      return "";
    }
  }
}
