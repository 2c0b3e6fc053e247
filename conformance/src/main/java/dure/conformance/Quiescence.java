// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.testkit.Eventually;
import dure.testkit.ThreadStates;
import java.util.List;
import java.util.stream.Stream;

/// The state in which several processes only wait: what has not happened by then waits for
/// something that none of them is about to do.
///
/// A message on its way keeps the thread that is to take it runnable, whatever carries it and
/// however busy the machine is. Only clocks can end the quiet.
final class Quiescence {
  private Quiescence() {}

  /// Waits until each thread of these processes waits, is stopped or has ended.
  static void await(List<Long> processes) {
    // Twice, because a process may have set one at work again that was looked at before it.
    List<Long> twice = Stream.concat(processes.stream(), processes.stream()).toList();
    Eventually.holds(() -> twice.stream().allMatch(ThreadStates::areStill));
  }
}
