// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import dure.bench.peer.Peer;
import dure.bench.peer.PeerPlace;
import dure.bench.peer.Peers;
import dure.bench.peer.Receiver;
import dure.bench.peer.Sender;
import dure.bench.peer.Tally;

/// A process in which every peer carries messages from one thread to another: all of them in one
/// process, because starting two for each would take long.
final class EveryPeer {
  private static final int MESSAGES = 1_000;
  private static final int SHORT = 64;

  private EveryPeer() {}

  public static void main(String[] arguments) throws InterruptedException {
    for (Peer peer : Peers.ALL) {
      PeerPlace place = new PeerPlace(Leftovers.ours().newName() + ".there", SHORT);
      try {
        peer.create(place);
        System.out.println(peer.name() + " " + carried(peer, place, peer.queues() ? MESSAGES : 1));
      } finally {
        peer.remove(place);
      }
    }
    System.out.println("end");
    Runtime.getRuntime().halt(0); // some peers keep threads
  }

  private static String carried(Peer peer, PeerPlace place, int messages)
      throws InterruptedException {
    Tally tally = new Tally(SHORT);
    Receiver receiver = peer.receiver(place, tally);
    Sender sender = peer.sender(place);
    Thread sends = Thread.ofPlatform().daemon().start(() -> send(sender, messages));
    while (!tally.sawLast()) {
      receiver.receive();
    }
    sends.join();
    return tally.received() + " " + tally.misplaced() + " " + tally.damaged();
  }

  private static void send(Sender sender, int messages) {
    try {
      for (int number = 0; number < messages - 1; number++) {
        sender.send(number);
      }
      sender.send((messages - 1) | Tally.LAST);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
