// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import dure.cli.options.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The bound that a container, a service or a user's slice sets: that of the control group, among
/// this process's own and those above it, in which the least is left.
///
/// @param most what all processes of the group together may take
/// @param used what they take now and would not give back at once
record ControlGroup(long most, long used) {
  private static final String GROUPS = "sys/fs/cgroup";
  private static final Pattern OWN = Pattern.compile("(?m)^0::/(.*)$");
  private static final Pattern FILES = Pattern.compile("(?m)^file ([0-9]{1,18})$");
  private static final Pattern SHARED = Pattern.compile("(?m)^shmem ([0-9]{1,18})$");

  /// From nine tenths on it is about to be reached.
  boolean isNearlyReached() {
    return used > most - most / 10;
  }

  private long left() {
    return most - used;
  }

  /// What memory a control group bounds, and how much of that is used.
  ///
  /// @param root of the file system
  static LimitCheck checkOfMemory(Path root) {
    return check(
        "memory.max",
        ofMemory(root),
        bytes -> new ByteSize(bytes).toString(),
        "all memory of this control group, mailboxes included; beyond it a process is killed",
        "give the container more memory, as docker run --memory=4g");
  }

  /// How many processes and threads a control group bounds, and how many there are.
  ///
  /// @param root of the file system
  static LimitCheck checkOfThreads(Path root) {
    return check(
        "pids.max",
        ofThreads(root),
        Long::toString,
        "processes and threads of this control group",
        "allow the container more of them, as docker run --pids-limit=4096");
  }

  private static LimitCheck check(
      String name,
      Optional<ControlGroup> group,
      LongFunction<String> text,
      String meaning,
      String remedy) {
    boolean nearly = group.filter(ControlGroup::isNearlyReached).isPresent();
    return new LimitCheck(
        "container",
        name,
        nearly ? Verdict.WRONG : Verdict.OK,
        group
            .map(its -> text.apply(its.most()) + ", " + text.apply(its.used()) + " used")
            .orElse("none"),
        meaning,
        nearly ? remedy : "");
  }

  /// The bound of memory; empty if there is none.
  ///
  /// @param root of the file system
  static Optional<ControlGroup> ofMemory(Path root) {
    return least(root, "memory", "memory.limit_in_bytes", "memory.usage_in_bytes");
  }

  /// The bound of how many processes and threads there are; empty if there is none.
  ///
  /// @param root of the file system
  static Optional<ControlGroup> ofThreads(Path root) {
    return least(root, "pids", "pids.max", "pids.current");
  }

  private static Optional<ControlGroup> least(
      Path root, String controller, String first, String firstNow) {
    Stream<ControlGroup> own =
        directories(root).stream()
            .flatMap(group -> read(group, controller + ".max", controller + ".current"));
    Path firstVersion = root.resolve(GROUPS).resolve(controller);
    return Stream.concat(own, read(firstVersion, first, firstNow))
        .min(Comparator.comparingLong(ControlGroup::left));
  }

  /// The group of this process and those above it.
  private static List<Path> directories(Path root) {
    Path top = root.resolve(GROUPS);
    Matcher own = OWN.matcher(text(root.resolve("proc/self/cgroup")));
    Path group = own.find() ? top.resolve(own.group(1)).normalize() : top;
    return Stream.iterate(
            group, above -> above.startsWith(top), above -> above.resolve("..").normalize())
        .filter(Files::isDirectory)
        .toList();
  }

  /// The group's bound, or nothing.
  private static Stream<ControlGroup> read(Path group, String most, String now) {
    long bound = number(text(group.resolve(most)));
    if (bound < 0) {
      return Stream.empty();
    }
    long spare = most.equals("memory.max") ? spare(group) : 0;
    return Stream.of(
        new ControlGroup(bound, Math.max(0, number(text(group.resolve(now))) - spare)));
  }

  /// Cached files make way for what is needed; shared memory is counted among them, and does not.
  private static long spare(Path group) {
    String figures = text(group.resolve("memory.stat"));
    return Math.max(0, figure(FILES, figures) - figure(SHARED, figures));
  }

  private static long figure(Pattern line, String text) {
    Matcher found = line.matcher(text);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  /// A number of 19 digits is how the first version of control groups writes that there is no
  /// bound.
  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }

  private static String text(Path file) {
    return new SystemFile(file.toString()).read().strip();
  }
}
