// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.io.Serial;

/// A system call failed where its caller had no use for the error number as a value.
public final class KernelException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final long result;

  KernelException(String call, long result) {
    super(call + " failed: " + Errno.describe(result));
    this.result = result;
  }

  /// Whether the call failed with this error.
  public boolean is(Errno errno) {
    return errno.is(result);
  }

  /// The result unless it is an error.
  ///
  /// @param call what was tried, for the message
  /// @param result what the kernel returned
  /// @return the same result
  /// @throws KernelException if the result is an error
  public static long check(String call, long result) {
    if (result < 0) {
      throw new KernelException(call, result);
    }
    return result;
  }
}
