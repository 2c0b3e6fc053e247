// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

import dure.linux.ControlGroup;
import dure.linux.Futex;
import dure.linux.Membarrier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the kernel gives this process: calls that mailboxes use where they are there, and the
/// bounds of control groups. The kernel itself is asked, since its version does not tell what a
/// container's filter refuses.
///
/// @param futexWaitv whether one call waits at several mailboxes
/// @param membarrier whether a sleeper pays for the order of memory in place of each message
/// @param memory the bound of memory in bytes; null if there is none
/// @param threads the bound of processes and threads; null if there is none
public record KernelSnapshot(
    boolean futexWaitv, boolean membarrier, @Nullable Bound memory, @Nullable Bound threads) {

  /// A bound of the control group, among this process's own and those above it, in which the least
  /// is left.
  ///
  /// @param most what all processes of the group together may take
  /// @param used what they take now and would not give back at once
  public record Bound(long most, long used) {}

  /// Asks the kernel.
  public static KernelSnapshot take() {
    return new KernelSnapshot(
        Futex.waitsForSeveral(),
        Membarrier.REGISTERED,
        bound(ControlGroup.ofMemory()),
        bound(ControlGroup.ofThreads()));
  }

  private static @Nullable Bound bound(Optional<ControlGroup> group) {
    return group.map(its -> new Bound(its.most(), its.used())).orElse(null);
  }
}
