// SPDX-License-Identifier: Apache-2.0
package dure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several messages received by one call.
final class Batches {
  private Batches() {}

  /// As [Mailbox#receive(int,int,Duration)].
  static List<Message> receive(Mailbox from, int least, int most, @Nullable Duration within)
      throws InterruptedException {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException(
          "from at least 1 to at most as many or more, not from " + least + " to " + most);
    }
    long began = System.nanoTime();
    List<Message> received = new ArrayList<>();
    while (received.size() < most) {
      Message next = from.tryReceive();
      if (next == null) {
        if (received.size() >= least) {
          return received;
        }
        next =
            within == null
                ? from.receive()
                : from.receive(within.minusNanos(System.nanoTime() - began));
      }
      if (next == null) {
        return received;
      }
      received.add(next);
    }
    return received;
  }
}
