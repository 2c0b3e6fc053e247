// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import dure.Capacity;
import dure.MailboxBuilder;
import dure.Order;
import dure.Receivers;
import dure.bench.peer.DurePeer.Form;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;

/// All peers there are, in the order of the table.
public final class Peers {
  private static final String ONE = "agrona-1to1";
  private static final String MANY = "agrona-mto1";
  private static final String UNIX = "jdk-unix";
  private static final String TCP = "jdk-tcp";

  /// Room for the messages of an unbounded mailbox, in bytes.
  private static final long LIMIT = 256L << 20;

  private static final List<Peer> DURE =
      List.of(
          new DurePeer(
              "pair", Peers::pair, Form.PLAIN, ONE, "Dure, pair: send(bytes), receiveInPlace"),
          new DurePeer(
              "pair-each", Peers::pair, Form.EACH, ONE, "Dure, pair: send(bytes), receiveEach"),
          new DurePeer(
              "pair-in-place",
              Peers::pair,
              Form.IN_PLACE,
              ONE,
              "Dure, pair: claim, write, publish; receiveInPlace"),
          new DurePeer(
              "pair-copied",
              Peers::pair,
              Form.COPIED,
              ONE,
              "Dure, pair: send(bytes), receiveInto(buffer)"),
          new DurePeer(
              "any", Peers::any, Form.PLAIN, MANY, "Dure, any: send(bytes), receiveInPlace"),
          new DurePeer(
              "any-each", Peers::any, Form.EACH, MANY, "Dure, any: send(bytes), receiveEach"),
          new DurePeer(
              "any-in-place",
              Peers::any,
              Form.IN_PLACE,
              MANY,
              "Dure, any: claim, write, publish; receiveInPlace"),
          new DurePeer(
              "any-copied",
              Peers::any,
              Form.COPIED,
              MANY,
              "Dure, any: send(bytes), receiveInto(buffer)"),
          chosen("one", box -> box.receivers(Receivers.ONE), "Dure, one receiver at a time"),
          chosen("all", box -> box.receivers(Receivers.ALL), "Dure, all receive everything"),
          chosen(
              "number",
              box -> box.order(Order.NUMBER).capacity(Capacity.bounded(64)),
              "Dure, messages of a number; capacity 64"),
          chosen("zero", box -> box.capacity(Capacity.zero()), "Dure, rendezvous"),
          chosen("unbounded", box -> box.capacity(Capacity.unbounded(LIMIT)), "Dure, unbounded"),
          new KernelQueuePeer("posix", false, "Dure over a POSIX message queue, 10 messages"),
          new KernelQueuePeer("sysv", true, "Dure over a System V message queue"),
          new SocketPeer(
              "unix", true, UNIX, "Dure at a Unix socket: send to its host, which receives"),
          new SocketPeer("tcp", false, TCP, "Dure over TCP, loopback: sendAsync to its host"));

  private static final List<Peer> RIVALS =
      List.of(
          new AgronaPeer(
              ONE, OneToOneRingBuffer::new, false, ONE, "Agrona OneToOneRingBuffer, busy loop"),
          new AgronaPeer(
              MANY, ManyToOneRingBuffer::new, false, MANY, "Agrona ManyToOneRingBuffer, busy loop"),
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
              "the same, staying away 2 us"),
          new AeronPeer("aeron", "Aeron IPC, a driver of its own, busy loop"),
          new ChroniclePeer("chronicle", "Chronicle Queue in /dev/shm, busy loop"),
          new JeroMqPeer("jeromq", "JeroMQ, push and pull over ipc"),
          new ByteStreamPeer(UNIX, ByteStreamPeer.Kind.UNIX, "JDK: Unix socket, blocking channels"),
          new ByteStreamPeer(
              TCP, ByteStreamPeer.Kind.TCP, "JDK: TCP over loopback, blocking channels"),
          new ByteStreamPeer("jdk-fifo", ByteStreamPeer.Kind.FIFO, "JDK: FIFO, blocking channels"),
          new LinePeer("java-line", "the bare cache line, in Java"));

  /// All of them.
  public static final List<Peer> ALL = Stream.concat(DURE.stream(), RIVALS.stream()).toList();

  private Peers() {}

  /// Dure with a choice of its creator's, by its plain calls.
  private static Peer chosen(String name, UnaryOperator<MailboxBuilder> choice, String meaning) {
    return new DurePeer(name, choice, Form.PLAIN, MANY, meaning);
  }

  /// The peer of this name.
  public static Peer named(String name) {
    return ALL.stream()
        .filter(peer -> peer.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no peer called " + name));
  }

  private static MailboxBuilder pair(MailboxBuilder box) {
    return box.receivers(Receivers.PAIR);
  }

  private static MailboxBuilder any(MailboxBuilder box) {
    return box;
  }
}
