// SPDX-License-Identifier: Apache-2.0
package dure;

import java.util.ArrayList;
import java.util.List;

/// Several messages received by one call.
final class Batches {
  private Batches() {}

  /// As [Channel#receive(int,int,long)].
  static List<Message> receive(Channel from, int least, int most, long deadline)
      throws InterruptedException {
    List<Message> received = new ArrayList<>();
    while (received.size() < most) {
      Message next = from.receive(Choice.NEXT, Deadline.NOW);
      if (next == null && received.size() < least) {
        next = from.receive(Choice.NEXT, deadline);
      }
      if (next == null) {
        break;
      }
      received.add(next);
    }
    return received;
  }
}
