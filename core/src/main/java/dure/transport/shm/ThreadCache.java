// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Objects to use again, each bound to one thread for good, so that neither a lock nor an atomic
/// instruction is needed to get one.
///
/// @param <T> what is kept
final class ThreadCache<T extends ThreadCache.Spare> {
  private static final int PLACES = 16;

  /// Any thread may overwrite a place; its object is still used only by the thread it names.
  private final @Nullable Spare[] places = new Spare[PLACES];

  private final Function<Thread, T> maker;

  ThreadCache(Function<Thread, T> maker) {
    this.maker = maker;
  }

  /// Something of the calling thread's that is not in use, or a new one.
  @SuppressWarnings("unchecked")
  T get() {
    Thread me = Thread.currentThread();
    int place = (int) me.threadId() & (PLACES - 1);
    Spare spare = places[place];
    if (spare == null || spare.thread != me || spare.inUse) {
      spare = maker.apply(me);
      places[place] = spare;
    }
    spare.inUse = true;
    return (T) spare;
  }

  /// What can be kept. Only its own thread reads and writes `inUse`.
  abstract static class Spare {
    private final Thread thread;
    private boolean inUse;

    Spare(Thread thread) {
      this.thread = thread;
    }

    /// @param what to call it in the error
    /// @throws IllegalStateException if another thread asks, or it is no longer in use
    final void check(String what) {
      if (Thread.currentThread() != thread) {
        throw new IllegalStateException(what + " belongs to the thread that got it");
      }
      if (!inUse) {
        throw new IllegalStateException(what + " is finished with and must not be used any more");
      }
    }

    final boolean isOpen() {
      return inUse && Thread.currentThread() == thread;
    }

    final void done() {
      inUse = false;
    }
  }
}
