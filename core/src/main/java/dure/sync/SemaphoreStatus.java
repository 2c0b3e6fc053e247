// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What a semaphore of the kernel, or of the C library, looked like at one moment.
///
/// @param name by which it is found: of POSIX a name, `/turns`; of System V a key, `0x0000002a`
/// @param id the kernel's number of a set of System V; empty for a POSIX semaphore
/// @param count how many semaphores it has: a set of System V may have several
/// @param owner the user it belongs to, by name, or number where it has none
/// @param group its group, by name or number
/// @param mode its permission bits: owner, group and others
public record SemaphoreStatus(
    String name, OptionalInt id, int count, String owner, String group, int mode) {
  private static final String DIRECTORY = "/dev/shm";

  /// What the C library puts before the name of a POSIX semaphore, whose file this is.
  private static final String PREFIX = "sem.";

  private static final Path SYSTEM_V = Path.of("/proc/sysvipc/sem");
  private static final int PERMISSIONS = 0777;

  // The columns of that file: key, id, permissions, count, uid, gid.
  private static final int COLUMNS = 6;

  /// All there are, of both kinds. Those that are gone meanwhile are left out.
  public static List<SemaphoreStatus> list() {
    List<SemaphoreStatus> all = new ArrayList<>();
    for (String file : files()) {
      Files.Status status = file.startsWith(PREFIX) ? status(DIRECTORY + "/" + file) : null;
      if (status != null && status.isRegular()) {
        all.add(posix(file.substring(PREFIX.length()), status));
      }
    }
    all.addAll(systemV());
    return List.copyOf(all);
  }

  private static List<String> files() {
    try {
      return Files.list(DIRECTORY).stream().sorted().toList();
    } catch (KernelException none) {
      return List.of();
    }
  }

  private static Files.@Nullable Status status(String path) {
    try {
      return Files.status(path);
    } catch (KernelException notToBeSeen) {
      return null;
    }
  }

  private static SemaphoreStatus posix(String name, Files.Status file) {
    return new SemaphoreStatus(
        "/" + name,
        OptionalInt.empty(),
        1,
        Names.user(file.uid()),
        Names.group(file.gid()),
        file.permissions() & PERMISSIONS);
  }

  private static List<SemaphoreStatus> systemV() {
    try {
      return java.nio.file.Files.readAllLines(SYSTEM_V).stream()
          .map(line -> line.strip().split(" +", COLUMNS + 1))
          .filter(columns -> columns.length > COLUMNS && !columns[0].equals("key"))
          .map(SemaphoreStatus::systemV)
          .toList();
    } catch (IOException notBuiltIn) {
      return List.of();
    }
  }

  private static SemaphoreStatus systemV(String... columns) {
    return new SemaphoreStatus(
        String.format(Locale.ROOT, "0x%08x", Integer.parseInt(columns[0])),
        OptionalInt.of(Integer.parseInt(columns[1])),
        Integer.parseInt(columns[3]),
        Names.user(Integer.parseUnsignedInt(columns[4])),
        Names.group(Integer.parseUnsignedInt(columns[5])),
        Integer.parseInt(columns[2], 8) & PERMISSIONS);
  }
}
