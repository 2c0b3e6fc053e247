// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.testkit.Child;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/// Role processes that were started ahead of their parts, so that a test need not wait until a JVM
/// is up. A process that has played a part to its end may play another one in the next test.
final class ProcessPool implements AutoCloseable {
  private static final int READY = 6;

  private static final ProcessPool ALL = new ProcessPool();

  private final Deque<Child> waiting = new ArrayDeque<>();
  private final Set<Child> playing = new HashSet<>();
  private final Set<Child> onStage = new HashSet<>();

  private ProcessPool() {}

  /// Those of this test run.
  static ProcessPool all() {
    return ALL;
  }

  /// Starts as many as may be needed, before a test begins.
  synchronized void gather() {
    while (waiting.size() < READY) {
      waiting.addLast(Child.java(RoleProcess.class).standBy());
    }
  }

  /// One that waits for its name.
  synchronized Child next() {
    Child first = waiting.pollFirst();
    if (first == null) {
      Child late = Child.java(RoleProcess.class);
      onStage.add(late);
      return late;
    }
    playing.add(first);
    onStage.add(first);
    return first.called();
  }

  /// Takes one back that has bowed. One that was started in the middle of a test ends with it.
  synchronized void thank(Child child) {
    onStage.remove(child);
    if (playing.remove(child)) {
      waiting.addLast(child.standBy());
    } else {
      child.close();
    }
  }

  /// Waits until no thread of this child, or of any other that plays, runs or is about to run, and
  /// what the child has said until then can be read.
  synchronized void awaitQuiet(Child child) {
    onStage.add(child);
    onStage.removeIf(other -> !other.isAlive());
    Quiescence.await(onStage.stream().map(Child::pid).toList());
    child.awaitOutput();
  }

  /// Sends those home who have no part.
  @Override
  public synchronized void close() {
    waiting.forEach(Child::close);
    waiting.clear();
  }
}
