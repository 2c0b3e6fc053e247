// SPDX-License-Identifier: Apache-2.0
package dure.bench.role;

import dure.bench.peer.Receiver;
import dure.bench.peer.Sender;
import dure.bench.peer.Tally;

/// A message there, a message back: the side that answers.
final class Pong implements Partner {
  private final Sender sender;
  private final Receiver receiver;
  private final Tally tally;
  private long sent;

  Pong(Sender sender, Receiver receiver, Tally tally) {
    this.sender = sender;
    this.receiver = receiver;
    this.tally = tally;
  }

  @Override
  public void accompany() throws InterruptedException {
    receiver.receive();
    while (!tally.sawLast()) {
      sender.send(sent++);
      receiver.receive();
    }
  }
}
