// SPDX-License-Identifier: Apache-2.0
package dure.bench.role;

import dure.bench.peer.Receiver;
import dure.bench.peer.Tally;
import java.util.Locale;

/// Messages one way, as many as go: the receiving end, which drives and counts.
final class Sink implements Driver {
  private static final int BYTES_A_LOOK = 65_536;

  private final CacheLineRole line;
  private final Receiver receiver;
  private final Tally tally;
  private final int messagesALook;

  Sink(CacheLineRole line, Receiver receiver, Tally tally, int messageBytes) {
    this.line = line;
    this.receiver = receiver;
    this.tally = tally;
    this.messagesALook = Math.max(1, BYTES_A_LOOK / messageBytes);
  }

  @Override
  public String drive(long nanos) throws InterruptedException {
    long first = tally.received();
    long began = System.nanoTime();
    long took;
    do {
      receive(messagesALook);
      took = System.nanoTime() - began;
    } while (took < nanos);
    double rate = (tally.received() - first) * 1e9 / took;
    drain();
    return String.format(Locale.ROOT, "rate=%.6g", rate);
  }

  /// The clock is read once for many messages, for all peers alike.
  private void receive(int messages) throws InterruptedException {
    for (long until = tally.received() + messages; tally.received() < until; ) {
      receiver.receive();
    }
  }

  private void drain() throws InterruptedException {
    line.pause(true);
    do {
      receiver.receive();
    } while (!tally.sawLast());
    line.pause(false);
  }
}
