// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DureException.Subject;
import dure.OutOfSharedMemoryException;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.MachineMemory;
import java.util.Locale;

/// The room that files of shared memory take: given to them whole, or refused with the size needed,
/// the room there is, and the remedy.
public final class MemorySpace {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private MemorySpace() {}

  /// The object that takes room, as errors name it.
  ///
  /// @param subject what it is
  /// @param name what it is called
  /// @param directory where its file is, or is to be
  /// @param isMemory whether that is memory, rather than the caller's file system
  public record Tenant(Subject subject, String name, String directory, boolean isMemory) {
    private String smaller() {
      return subject == Subject.MAILBOX
          ? "Create it smaller (its capacity times its message size)"
          : "Create it smaller";
    }

    private String others() {
      return subject == Subject.MAILBOX ? "delete other mailboxes" : "remove others";
    }

    private OutOfSharedMemoryException refused(String problem) {
      return new OutOfSharedMemoryException(subject, name, problem);
    }
  }

  /// Gives a new file all its pages.
  ///
  /// @throws OutOfSharedMemoryException if they are not to be had; then it has none
  public static void allocate(Tenant tenant, int fd, long bytes) {
    require(tenant, fd, bytes);
    int result = Files.allocate(fd, 0, bytes);
    if (result >= 0) {
      return;
    }
    Files.truncate(fd, 0);
    if (Errno.EFBIG.is(result)) {
      throw tenant.refused(
          "it needs "
              + readable(bytes)
              + ", and this process may make no file of that length. Create it smaller, or allow"
              + " longer files (ulimit -f)");
    }
    if (Errno.ENOSPC.is(result) || Errno.ENOMEM.is(result)) {
      require(tenant, fd, bytes);
      throw tenant.refused(
          "it needs "
              + readable(bytes)
              + " of room, which another took just now; try again, or create it smaller");
    }
    Failures.check(tenant.subject(), tenant.name(), "allocate " + readable(bytes), result);
  }

  /// Gives a part of a file its pages.
  ///
  /// @param most how much of the file may have pages
  /// @throws OutOfSharedMemoryException if that is more than it may have, or than there is; then
  ///   the part has none
  static void grow(Tenant tenant, int fd, long offset, long bytes, long most) {
    long taken = Files.status(fd).allocated();
    if (taken + bytes > most) {
      throw tenant.refused(
          String.format(
              Locale.ROOT,
              "it has grown to %s of at most %s, and the next message would go beyond; nothing was"
                  + " sent. Receive some, or create it with a higher limit",
              readable(taken),
              readable(most)));
    }
    int result = Files.allocate(fd, offset, bytes);
    if (Errno.ENOSPC.is(result) || Errno.ENOMEM.is(result)) {
      Files.punch(fd, offset, bytes);
      Files.Room room = Files.room(fd);
      throw tenant.refused(full(tenant, bytes, room));
    }
    Failures.check(tenant.subject(), tenant.name(), "allocate " + readable(bytes), result);
  }

  /// What to say of a file that lacks pages, which its file system has no room for.
  ///
  /// @param bytes how much of it is to have pages
  static OutOfSharedMemoryException incomplete(Tenant tenant, int fd, long bytes) {
    long missing = Math.max(0, bytes - Files.status(fd).allocated());
    return tenant.refused(full(tenant, missing, Files.room(fd)));
  }

  /// Looks before trying, for to try would take from all others what there is, before it failed.
  private static void require(Tenant tenant, int fd, long bytes) {
    Files.Room room = Files.room(fd);
    // Anonymous memory is in no file system that has an end.
    if (room.total() > 0 && bytes > room.free()) {
      throw tenant.refused(full(tenant, bytes, room));
    }
    if (tenant.isMemory() && room.isMemory()) {
      requireMemory(tenant, bytes);
    }
  }

  /// Looks whether the machine has so much memory to give.
  ///
  /// @throws OutOfSharedMemoryException if it has not
  public static void requireMemory(Tenant tenant, long bytes) {
    long available = MachineMemory.available();
    if (bytes > available) {
      throw tenant.refused(
          String.format(
              Locale.ROOT,
              "it needs %s of memory, and this machine or container has only %s to give. %s, %s, or"
                  + " give the machine or container more memory",
              readable(bytes),
              readable(available),
              tenant.smaller(),
              tenant.others()));
    }
  }

  private static String full(Tenant tenant, long bytes, Files.Room room) {
    return tenant.isMemory() && room.isMemory()
        ? fullMemory(tenant, bytes, room)
        : fullDisk(tenant, bytes, room);
  }

  private static String fullDisk(Tenant tenant, long bytes, Files.Room room) {
    return String.format(
        Locale.ROOT,
        "it needs %s, and in the file system of %s only %s of %s are free. %s, make room there, or"
            + " name a path elsewhere",
        readable(bytes),
        tenant.directory(),
        readable(room.free()),
        readable(room.total()),
        tenant.smaller());
  }

  private static String fullMemory(Tenant tenant, long bytes, Files.Room room) {
    long mebibytes = ((room.total() - room.free() + bytes) >>> 20) + 1;
    return String.format(
        Locale.ROOT,
        "it needs %s of shared memory, and of the %s in %s only %s are free. %s, %s, or enlarge"
            + " %s",
        readable(bytes),
        readable(room.total()),
        tenant.directory(),
        readable(room.free()),
        tenant.smaller(),
        tenant.others(),
        larger(tenant.directory(), mebibytes));
  }

  /// What is to be enlarged, and how. A private directory need not be where its file system is
  /// mounted.
  private static String larger(String directory, long mebibytes) {
    return directory.equals(FileNames.DIRECTORY)
        ? String.format(
            Locale.ROOT,
            "%s: mount -o remount,size=%dM %s (for a container: --shm-size=%dm)",
            directory,
            mebibytes,
            directory,
            mebibytes)
        : String.format(
            Locale.ROOT,
            "the file system of %s to %d MiB: 'findmnt -T %s' tells where it is mounted, 'mount -o"
                + " remount,size=%dM' and that place enlarge it",
            directory,
            mebibytes,
            directory,
            mebibytes);
  }

  /// A number of bytes for people, as `1.5 MiB`.
  public static String readable(long bytes) {
    double value = bytes / 1024.0;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }
}
