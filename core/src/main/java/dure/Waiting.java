// SPDX-License-Identifier: Apache-2.0
package dure;

/// How a process waits at a mailbox: its own choice at opening, invisible to the others.
public enum Waiting {
  /// Looks again and again, the lecture's busy loop. The quickest answer while there is a processor
  /// to burn, and a stalled one when there is not.
  SPIN,
  /// Looks for a short time, which it learns from its successes, and then sleeps in the kernel.
  ADAPTIVE,
  /// Sleeps in the kernel at once.
  BLOCK
}
