// SPDX-License-Identifier: Apache-2.0
package dure.bench.role;

import dure.bench.peer.Sender;
import dure.bench.peer.Tally;

/// Messages one way, as many as go: the sending end.
final class SourceRole implements Partner {
  private final CacheLineRole line;
  private final Sender sender;
  private long sent;

  SourceRole(CacheLineRole line, Sender sender) {
    this.line = line;
    this.sender = sender;
  }

  @Override
  public void accompany() throws InterruptedException {
    while (!line.isPaused()) {
      sender.send(sent++);
    }
    sender.send(sent++ | Tally.LAST);
  }
}
