// SPDX-License-Identifier: Apache-2.0
package dure;

import java.time.Duration;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The values of a mailbox one after the other, each received when it is asked for.
final class Arrivals<T> extends Spliterators.AbstractSpliterator<T> {
  private final TypedMailbox<T> from;
  private final @Nullable Duration longest;

  /// @param longest how long to wait for each; null for as long as needed
  Arrivals(TypedMailbox<T> from, @Nullable Duration longest) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.from = from;
    this.longest = longest;
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    T value = next();
    if (value != null) {
      action.accept(value);
    }
    return value != null;
  }

  private @Nullable T next() {
    try {
      return longest == null ? from.receive() : from.receive(longest);
    } catch (MailboxDeletedException end) {
      return null;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      CancellationException ended =
          new CancellationException(from + ": interrupted while its stream waited");
      ended.initCause(interrupted);
      throw ended;
    }
  }

  /// Who comes first gets the next, so nothing is gained by giving away a part of what has not
  /// arrived.
  @Override
  public @Nullable Spliterator<T> trySplit() {
    return null;
  }
}
