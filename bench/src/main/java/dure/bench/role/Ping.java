// SPDX-License-Identifier: Apache-2.0
package dure.bench.role;

import dure.bench.peer.Receiver;
import dure.bench.peer.Sender;
import dure.bench.peer.Tally;

/// A message there, a message back: the side that sends first.
final class Ping implements Driver {
  private final Sender sender;
  private final Receiver receiver;
  private final Trips trips = new Trips();
  private long sent;

  Ping(Sender sender, Receiver receiver) {
    this.sender = sender;
    this.receiver = receiver;
  }

  @Override
  public String drive(long nanos) throws InterruptedException {
    trips.measure(this::trip, nanos);
    sender.send(sent++ | Tally.LAST);
    return trips.figures();
  }

  private void trip() throws InterruptedException {
    sender.send(sent++);
    receiver.receive();
  }
}
