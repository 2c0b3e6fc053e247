// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.NotPermittedException;
import dure.OutOfSharedMemoryException;
import dure.SystemFailureException;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import java.util.Locale;

/// What the kernel's refusals mean for a mailbox.
public final class Failures {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

  private Failures() {}

  /// The result of a call, unless it failed for a reason that calls for no better name.
  ///
  /// @param name the mailbox concerned
  /// @param tried what was tried, to follow "cannot"
  /// @param result what the kernel returned
  public static int check(String name, String tried, int result) {
    if (result >= 0) {
      return result;
    }
    String why = "cannot " + tried + ": " + Errno.describe(result);
    if (Errno.EACCES.is(result) || Errno.EPERM.is(result)) {
      throw new NotPermittedException(name, why);
    }
    throw new SystemFailureException(name, why);
  }

  /// Checks that the pages of a file were allocated.
  ///
  /// @throws OutOfSharedMemoryException naming what is needed, what is there, and the remedy
  static void checkRoom(String name, long bytes, int fd, int result) {
    if (!Errno.ENOSPC.is(result) && !Errno.EFBIG.is(result) && !Errno.ENOMEM.is(result)) {
      check(name, "allocate " + readable(bytes), result);
      return;
    }
    Files.Room room = Files.room(fd);
    long mebibytes = ((room.total() - room.free() + bytes) >>> 20) + 1;
    throw new OutOfSharedMemoryException(
        name,
        String.format(
            Locale.ROOT,
            "it needs %s of shared memory, and of the %s in %s only %s are free. Create it smaller"
                + " (its capacity times its message size), delete other mailboxes, or enlarge %s:"
                + " mount -o remount,size=%dM %s (for a container: --shm-size=%dm)",
            readable(bytes),
            readable(room.total()),
            FileNames.DIRECTORY,
            readable(room.free()),
            FileNames.DIRECTORY,
            mebibytes,
            FileNames.DIRECTORY,
            mebibytes));
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
