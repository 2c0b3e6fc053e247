// SPDX-License-Identifier: Apache-2.0
package dure.linux;

/// A memory barrier that one thread executes on behalf of all running threads of every registered
/// process.
///
/// It lets the rare side of a hand-shake pay for both: the frequent side needs no fence of its own.
/// Source: the kernel's `membarrier(2)`, command `MEMBARRIER_CMD_GLOBAL_EXPEDITED`.
public final class Membarrier {
  static final int MEMBARRIER_CMD_GLOBAL_EXPEDITED = 2;
  static final int MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED = 4;

  /// Whether this process takes part: it is reached by the barriers of others, and may issue them.
  public static final boolean REGISTERED =
      SystemCall.MEMBARRIER.call(MEMBARRIER_CMD_REGISTER_GLOBAL_EXPEDITED, 0, 0) == 0;

  private Membarrier() {}

  /// Orders everything before it against everything after it, on every registered process: zero, or
  /// −errno.
  public static int everywhere() {
    return (int) SystemCall.MEMBARRIER.call(MEMBARRIER_CMD_GLOBAL_EXPEDITED, 0, 0);
  }
}
