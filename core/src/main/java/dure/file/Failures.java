// SPDX-License-Identifier: Apache-2.0
package dure.file;

import dure.DureException.Subject;
import dure.NotPermittedException;
import dure.OutOfSharedMemoryException;
import dure.SystemFailureException;
import dure.SystemLimitException;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Names;
import dure.linux.Processes;
import java.util.Locale;

/// What the kernel's refusals mean for a mailbox.
public final class Failures {
  private Failures() {}

  /// The result of a call, unless it failed for a reason that calls for no better name.
  ///
  /// @param name the mailbox concerned
  /// @param tried what was tried, to follow "cannot"
  /// @param result what the kernel returned
  public static int check(String name, String tried, int result) {
    return (int) check(name, tried, (long) result);
  }

  /// The result of a call, unless it failed for a reason that calls for no better name.
  ///
  /// @param name the mailbox concerned
  /// @param tried what was tried, to follow "cannot"
  /// @param result what the kernel returned
  public static long check(String name, String tried, long result) {
    return check(Subject.MAILBOX, name, tried, result);
  }

  /// The result of a call, unless it failed for a reason that calls for no better name.
  ///
  /// @param subject what is concerned
  /// @param name what it is called
  /// @param tried what was tried, to follow "cannot"
  /// @param result what the kernel returned
  public static long check(Subject subject, String name, String tried, long result) {
    if (result >= 0) {
      return result;
    }
    String why = "cannot " + tried + ": " + Errno.describe(result);
    if (Errno.EACCES.is(result) || Errno.EPERM.is(result)) {
      throw new NotPermittedException(subject, name, why);
    }
    if (Errno.EMFILE.is(result) || Errno.ENFILE.is(result)) {
      throw new SystemLimitException(
          subject, name, why + "; 'ulimit -n' or fs.file-max raises that limit");
    }
    if (Errno.ENOSPC.is(result)) {
      throw new OutOfSharedMemoryException(
          subject,
          name,
          why + "; 'df' and 'df -i' show what there is: make room, or remove files nobody needs");
    }
    if (Errno.EFBIG.is(result)) {
      throw new OutOfSharedMemoryException(
          subject, name, why + "; this process may make no file of that length: 'ulimit -f'");
    }
    if (Errno.ENOMEM.is(result)) {
      throw new OutOfSharedMemoryException(
          subject, name, why + "; free memory, or give this machine or container more");
    }
    throw new SystemFailureException(subject, name, why);
  }

  /// What to say to one whom a file's mode does not let have what it is.
  ///
  /// @param use what for, to follow "may not"
  public static NotPermittedException notPermitted(
      Subject subject, String name, Files.Status file, String use) {
    return new NotPermittedException(
        subject,
        name,
        String.format(
            Locale.ROOT,
            "it is user %s's (group %s, mode %04o), and user %s may not %s (EACCES); its owner can"
                + " allow it by mode and group",
            Names.user(file.uid()),
            Names.group(file.gid()),
            file.permissions(),
            Names.user(Processes.uid()),
            use));
  }
}
