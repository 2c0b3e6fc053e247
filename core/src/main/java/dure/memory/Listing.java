// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.layout.FileNames;
import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Names;
import dure.linux.SharedMemorySegments;
import dure.memory.Mappers.Holding;
import dure.memory.Mappers.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The regions there are, and what is known of each.
final class Listing {
  private Listing() {}

  static List<RegionStatus> all() {
    List<RegionStatus> all = new ArrayList<>();
    Map<Identity, Holding> held = new HashMap<>(Mappers.all());
    for (String file : names(FileNames.DIRECTORY)) {
      Files.Status there = lookedAt(FileNames.DIRECTORY + "/" + file);
      if (there != null && there.isRegular()) {
        Holding holding = held.remove(Identity.of(there));
        int holders = holding == null ? 0 : holding.pids().size();
        all.add(status(RegionKind.POSIX, "/" + file, there, holders, false));
      }
    }
    held.forEach((identity, holding) -> {
      RegionStatus nameless = nameless(identity, holding);
      if (nameless != null) {
        all.add(nameless);
      }
    });
    SharedMemorySegments.list().forEach(segment -> all.add(status(segment)));
    return List.copyOf(all);
  }

  /// What stands at a path; null if nothing does, or this user may not see it.
  static Files.@Nullable Status lookedAt(String path) {
    try {
      return Files.status(path);
    } catch (KernelException notToBeSeen) {
      return null;
    }
  }

  /// Memory without a name is looked at through a process that has it open. That process may have
  /// ended, or closed it; then the memory counts as this user's, as far as can be told.
  private static @Nullable RegionStatus nameless(Identity identity, Holding holding) {
    if (!holding.removed()) {
      return null; // made or renamed since the directory was read
    }
    String start = FileNames.DIRECTORY + "/";
    boolean named = holding.path().startsWith(start);
    if (named && holding.path().indexOf('/', start.length()) > 0) {
      return null; // a mapped file of a directory there, as of a private namespace
    }
    String name =
        named ? "/" + holding.path().substring(start.length()) : Anonymous.name(identity.inode());
    RegionKind kind = named ? RegionKind.POSIX : RegionKind.ANONYMOUS;
    int holders = holding.pids().size();
    for (int pid : holding.pids()) {
      for (String descriptor : descriptors(pid)) {
        Files.Status open = followed(descriptor);
        if (open != null && Identity.of(open).equals(identity)) {
          return status(kind, name, open, holders, named);
        }
      }
    }
    Files.Status holder = lookedAt("/proc/" + holding.pids().iterator().next());
    return holder == null
        ? null
        : status(
            kind,
            name,
            new Files.Status(0, 0, 0, holder.uid(), holder.gid(), holding.bytes(), 0),
            holders,
            named);
  }

  private static List<String> descriptors(int pid) {
    String directory = "/proc/" + pid + "/fd";
    return names(directory).stream().map(fd -> directory + "/" + fd).toList();
  }

  /// What is in a directory; nothing if it is gone or another's.
  static List<String> names(String directory) {
    try {
      return Files.list(directory);
    } catch (KernelException notToBeSeen) {
      return List.of();
    }
  }

  private static Files.@Nullable Status followed(String link) {
    int fd = Files.open(link, Files.O_PATH, 0);
    if (fd < 0) {
      return null;
    }
    try {
      return Files.status(fd);
    } finally {
      Files.close(fd);
    }
  }

  /// What is known of a region that is a file.
  static RegionStatus status(
      RegionKind kind, String name, Files.Status file, int holders, boolean removed) {
    return new RegionStatus(
        kind,
        name,
        OptionalInt.empty(),
        file.size(),
        Names.user(file.uid()),
        Names.group(file.gid()),
        file.permissions(),
        holders,
        OptionalInt.empty(),
        OptionalInt.empty(),
        removed,
        NamedFile.isMailbox(kind, name));
  }

  /// What is known of a System V segment.
  static RegionStatus status(SharedMemorySegments.Status segment) {
    return new RegionStatus(
        RegionKind.SYSTEM_V,
        SystemV.name(segment.key()),
        OptionalInt.of(segment.id()),
        segment.bytes(),
        Names.user(segment.uid()),
        Names.group(segment.gid()),
        segment.mode(),
        segment.attached(),
        OptionalInt.of(segment.creator()),
        segment.last() == 0 ? OptionalInt.empty() : OptionalInt.of(segment.last()),
        segment.removed(),
        false);
  }
}
