// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import java.util.ArrayDeque;
import java.util.Deque;

/// What is to be undone when it is done with, or else when the harness ends, however it ends:
/// processes to kill, files to remove.
final class Undo implements AutoCloseable {
  private static final Deque<Undo> DUE = new ArrayDeque<>();
  private static boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(Undo::all));
  }

  private final Runnable action;

  private Undo(Runnable action) {
    this.action = action;
  }

  /// Has something undone at [#close] or at the end. Call it before there is anything to undo.
  ///
  /// @throws IllegalStateException if the end has come
  static Undo later(Runnable action) {
    synchronized (DUE) {
      if (ending) {
        throw new IllegalStateException("the bench is ending");
      }
      Undo undo = new Undo(action);
      DUE.push(undo);
      return undo;
    }
  }

  private static void all() {
    synchronized (DUE) {
      ending = true;
      while (!DUE.isEmpty()) {
        DUE.pop().action.run();
      }
    }
  }

  @Override
  public void close() {
    synchronized (DUE) {
      if (DUE.remove(this)) {
        action.run();
      }
    }
  }
}
