// SPDX-License-Identifier: Apache-2.0
package dure.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dure.bench.peer.Peer;
import dure.bench.peer.Peers;
import dure.testkit.Child;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each peer carries its messages: all of them, whole, and in order.
class PeersTest {
  @Test
  void every_peer_carries_its_messages_whole_and_in_order() {
    List<String> options = new ArrayList<>(JavaSubject.AGRONA);
    Peers.ALL.forEach(peer -> options.addAll(peer.jvmOptions()));
    try (Child child = Child.java(options, EveryPeer.class)) {
      for (Peer peer : Peers.ALL) {
        assertThat(child.await(peer.name() + " "))
            .as(peer.name())
            .isEqualTo((peer.queues() ? "1000" : "1") + " 0 0");
      }
      child.await("end");
    }
  }
}
