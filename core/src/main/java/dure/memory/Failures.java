// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.NotPermittedException;
import dure.SystemFailureException;
import dure.linux.Errno;

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
    if (result >= 0) {
      return result;
    }
    String why = "cannot " + tried + ": " + Errno.describe(result);
    if (Errno.EACCES.is(result) || Errno.EPERM.is(result)) {
      throw new NotPermittedException(name, why);
    }
    throw new SystemFailureException(name, why);
  }
}
