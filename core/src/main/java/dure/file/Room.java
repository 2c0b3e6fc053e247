// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.OutOfSharedMemoryException;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.MachineMemory;
import java.util.Locale;

/// The room that files of shared memory take: given to them whole, or refused with the size needed,
/// the room there is, and the remedy.
final class Room {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Room() {}

  /// Gives a new file all its pages.
  ///
  /// @throws OutOfSharedMemoryException if they are not to be had; then it has none
  static void allocate(Place place, int fd, long bytes) {
    String name = place.name();
    require(place, fd, bytes);
    int result = Files.allocate(fd, 0, bytes);
    if (result >= 0) {
      return;
    }
    Files.truncate(fd, 0);
    if (Errno.EFBIG.is(result)) {
      throw new OutOfSharedMemoryException(
          name,
          "it needs "
              + readable(bytes)
              + ", and this process may make no file of that length. Create it smaller, or allow"
              + " longer files (ulimit -f)");
    }
    if (Errno.ENOSPC.is(result) || Errno.ENOMEM.is(result)) {
      require(place, fd, bytes);
      throw new OutOfSharedMemoryException(
          name,
          "it needs "
              + readable(bytes)
              + " of room, which another took just now; try again, or create it smaller");
    }
    Failures.check(name, "allocate " + readable(bytes), result);
  }

  /// Gives a part of a file its pages.
  ///
  /// @param most how much of the file may have pages
  /// @throws OutOfSharedMemoryException if that is more than it may have, or than there is; then
  ///   the part has none
  static void grow(Place place, int fd, long offset, long bytes, long most) {
    String name = place.name();
    long taken = Files.status(fd).allocated();
    if (taken + bytes > most) {
      throw new OutOfSharedMemoryException(
          name,
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
      throw new OutOfSharedMemoryException(
          name, place.isOurs() ? full(bytes, room) : full(place, bytes, room));
    }
    Failures.check(name, "allocate " + readable(bytes), result);
  }

  /// Looks before trying, for to try would take from all others what there is, before it failed.
  private static void require(Place place, int fd, long bytes) {
    Files.Room room = Files.room(fd);
    // Anonymous memory is in no file system that has an end.
    if (room.total() > 0 && bytes > room.free()) {
      throw new OutOfSharedMemoryException(
          place.name(), place.isOurs() ? full(bytes, room) : full(place, bytes, room));
    }
    long available = MachineMemory.available();
    if (place.isOurs() && bytes > available) {
      throw new OutOfSharedMemoryException(
          place.name(),
          String.format(
              Locale.ROOT,
              "it needs %s of memory, and this machine or container has only %s to give. Create it"
                  + " smaller (its capacity times its message size), delete other mailboxes, or"
                  + " give the machine or container more memory",
              readable(bytes),
              readable(available)));
    }
  }

  private static String full(Place place, long bytes, Files.Room room) {
    return String.format(
        Locale.ROOT,
        "it needs %s, and in the file system of %s only %s of %s are free. Create it smaller (its"
            + " capacity times its message size), make room there, or name a path elsewhere",
        readable(bytes),
        place.directory(),
        readable(room.free()),
        readable(room.total()));
  }

  private static String full(long bytes, Files.Room room) {
    long mebibytes = ((room.total() - room.free() + bytes) >>> 20) + 1;
    return String.format(
        Locale.ROOT,
        "it needs %s of shared memory, and of the %s in %s only %s are free. Create it smaller (its"
            + " capacity times its message size), delete other mailboxes, or enlarge %s: mount -o"
            + " remount,size=%dM %s (for a container: --shm-size=%dm)",
        readable(bytes),
        readable(room.total()),
        FileNames.DIRECTORY,
        readable(room.free()),
        FileNames.DIRECTORY,
        mebibytes,
        FileNames.DIRECTORY,
        mebibytes);
  }

  private static String readable(long bytes) {
    double value = bytes / 1024.0;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }
}
