// SPDX-License-Identifier: Apache-2.0
package dure.bridge;

import dure.DureException;
import dure.bridge.BridgeStatus.State;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a bridge has done: written by the thread that carries, read by any.
final class BridgeLog {
  private final Route route;
  private volatile Consumer<DureException> listener = trouble -> {};
  private volatile State state = State.IDLE;
  private volatile @Nullable String trouble;
  private final AtomicLong carried = new AtomicLong();
  private final AtomicLong repeated = new AtomicLong();

  BridgeLog(Route route) {
    this.route = route;
  }

  void listener(Consumer<DureException> listener) {
    this.listener = listener;
  }

  void began() {
    state = State.CARRYING;
  }

  void ended() {
    state = State.ENDED;
    trouble = null;
  }

  /// One message has arrived.
  void carried(boolean again) {
    carried.incrementAndGet();
    if (again) {
      repeated.incrementAndGet();
    }
  }

  /// Something stands in the way. The listener hears of each trouble once, not of each try.
  void trouble(DureException failure) {
    String words = failure.getMessage();
    boolean isNew = !String.valueOf(words).equals(trouble);
    trouble = words;
    state = State.RETRYING;
    if (isNew) {
      listener.accept(failure);
    }
  }

  /// Nothing stands in the way any more.
  void clear() {
    if (trouble != null) {
      trouble = null;
      state = State.CARRYING;
    }
  }

  BridgeStatus status() {
    return new BridgeStatus(route, state, carried.get(), repeated.get(), trouble);
  }
}
