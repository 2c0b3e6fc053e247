// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static org.assertj.core.api.Assertions.assertThat;

/// What a call returned, for tests to insist on.
final class Outcome {
  private Outcome() {}

  /// The result of a call that must have succeeded.
  static int good(long result) {
    assertThat(result).as("failed with %s", Errno.describe(result)).isNotNegative();
    return (int) result;
  }

  /// Insists that a call failed, and with this error.
  static void fails(Errno errno, long result) {
    assertThat(result < 0 ? Errno.describe(result) : "success: " + result).startsWith(errno + " (");
  }
}
