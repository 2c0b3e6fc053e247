// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What there is to know of a message that was taken, until it is given back.
///
/// A *take* is a small number that names it.
public interface MessageView {
  /// The length of a taken message, checked.
  long size(int take);

  /// Where a taken message of `size` bytes lies.
  long messageAddress(int take, long size);

  /// Memory of the receiver's own where a taken message lies; null if it lies in the mailbox.
  default @Nullable MemorySegment copyOf(int take) {
    return null;
  }

  /// Who sent a taken message.
  long sender(int take);

  /// The place of a taken message in the order.
  long position(int take);

  /// The number of a taken message; 0 where there are none.
  default long number(int take) {
    return 0;
  }

  /// The priority of a taken message; 0 where there are none.
  default int priority(int take) {
    return 0;
  }

  /// How often a taken message was handed out before.
  int redelivered(int take);

  /// How many messages this receiver missed just before a taken one.
  default long missed(int take) {
    return 0;
  }
}
