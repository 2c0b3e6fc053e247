// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import dure.Receivers;
import dure.bench.peer.DurePeer.Copies;
import java.util.List;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/// All peers there are, in the order of the table.
public final class Peers {
  private static final String ONE = "agrona-1to1";
  private static final String MANY = "agrona-mto1";

  /// All of them.
  public static final List<Peer> ALL =
      List.of(
          new DurePeer(
              "pair", Receivers.PAIR, Copies.IN, ONE, "Dure, pair: send(bytes), receiveInPlace"),
          new DurePeer(
              "pair-in-place",
              Receivers.PAIR,
              Copies.NONE,
              ONE,
              "Dure, pair: claim, write, publish; receiveInPlace"),
          new DurePeer(
              "pair-copied",
              Receivers.PAIR,
              Copies.IN_AND_OUT,
              ONE,
              "Dure, pair: send(bytes), receiveInto(buffer)"),
          new DurePeer(
              "slots", Receivers.ANY, Copies.IN, MANY, "Dure, any: send(bytes), receiveInPlace"),
          new DurePeer(
              "slots-in-place",
              Receivers.ANY,
              Copies.NONE,
              MANY,
              "Dure, any: claim, write, publish; receiveInPlace"),
          new DurePeer(
              "slots-copied",
              Receivers.ANY,
              Copies.IN_AND_OUT,
              MANY,
              "Dure, any: send(bytes), receiveInto(buffer)"),
          new AgronaPeer(
              ONE, OneToOneRingBuffer::new, false, ONE, "Agrona OneToOneRingBuffer, busy loop"),
          new AgronaPeer(
              MANY, ManyToOneRingBuffer::new, false, MANY, "Agrona ManyToOneRingBuffer, busy loop"),
          new LinePeer("java-line", "the bare cache line, in Java"),
          new AgronaPeer(
              "agrona-1to1-paced",
              OneToOneRingBuffer::new,
              true,
              ONE,
              "the same, staying away 2 us"),
          new AgronaPeer(
              "agrona-mto1-paced",
              ManyToOneRingBuffer::new,
              true,
              MANY,
              "the same, staying away 2 us"));

  private Peers() {}

  /// The peer of this name.
  public static Peer named(String name) {
    return ALL.stream()
        .filter(peer -> peer.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no peer called " + name));
  }
}
