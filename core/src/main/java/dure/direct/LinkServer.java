// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.DureException;
import dure.file.Failures;
import dure.file.SharedFile;
import dure.handover.AccessPolicy;
import dure.handover.DescriptorLoop;
import dure.handover.DescriptorServer;
import dure.linux.Errno;
import dure.linux.Pipes;
import dure.linux.Sockets;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What a process that has a name does at the socket of that name: it hands its registration to
/// each process of this user, makes a link for each that asks for one by its own name, and tells
/// with which others this process is linked.
///
/// The kernel says which process is at the other end of a connection, and which one has the name by
/// which that process asks: they are the same, or there is no link. So no process gets the link of
/// another by its name.
final class LinkServer implements AccessPolicy {
  /// The answer to a process that asks for a link for which there is no memory.
  static final int NO_MEMORY = 6;

  /// The longest answer to the question for partners, in bytes.
  static final int LONGEST_ANSWER = 1 << 16;

  private static final int PLACES = 2 * IncomingLinks.MOST + DescriptorServer.ONLOOKERS;

  private final Registration registration;
  private final IncomingLinks links;
  private final Supplier<List<String>> partners;

  /// Which link a connection is for. Of the thread of the server.
  private final Map<Integer, IncomingLink> linked = new HashMap<>();

  private LinkServer(
      Registration registration, IncomingLinks links, Supplier<List<String>> partners) {
    this.registration = registration;
    this.links = links;
    this.partners = partners;
  }

  /// A server that runs until it is closed; then the name is free.
  ///
  /// @param registration of this process under the name
  /// @param server the socket, and the thread that attends to it
  record Running(Registration registration, DescriptorServer server) implements AutoCloseable {
    /// Tells all partners that this process has another name now, and frees this one.
    void giveUp() {
      registration.giveUp();
      close();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /// Takes a name and serves under it.
  ///
  /// @param links of this process, to which those of other processes are added
  /// @param partners the names of all processes with which this one is linked
  /// @throws dure.NameTakenException if another process has the name
  static Running start(ProcessAddress me, IncomingLinks links, Supplier<List<String>> partners) {
    Registration registration = Registration.make(me.address());
    DescriptorServer server =
        DescriptorServer.open(
            me.socketName().socket(),
            new DescriptorLoop("dure-process-" + me.name()),
            listening -> requireFree(me, listening),
            new LinkServer(registration, links, partners));
    return new Running(registration, server);
  }

  private static void requireFree(ProcessAddress me, int listening) {
    if (Errno.EADDRINUSE.is(listening)) {
      throw me.taken();
    }
    Failures.check(me.toString(), "open its socket", listening);
  }

  @Override
  public int handOut(Sockets.Peer visitor) {
    return AccessPolicy.byMode(visitor, registration.readable(), -1);
  }

  @Override
  public int places() {
    return PLACES;
  }

  @Override
  public boolean hear(int connection) {
    boolean stays = false;
    try {
      LinkRequest request = LinkRequest.read(connection);
      if (request != null && request.kind() == LinkRequest.PARTNERS) {
        tellPartners(connection);
      } else if (request != null && request.kind() == LinkRequest.LINK) {
        stays = link(connection, request.name());
      }
      return stays;
    } finally {
      IncomingLink gone = stays ? null : linked.remove(connection);
      if (gone != null) {
        links.leave(gone, false);
      }
    }
  }

  /// Makes the link of a process; whether it has one now. It asks once.
  private boolean link(int connection, String name) {
    if (linked.containsKey(connection) || !isProcess(name, Sockets.peer(connection))) {
      int _ = Sockets.send(connection, DescriptorServer.REFUSED, -1);
      return false;
    }
    IncomingLink link;
    try {
      link = links.admit(name);
    } catch (DureException noMemory) {
      int _ = Sockets.send(connection, NO_MEMORY, -1);
      return false;
    }
    if (link == null) {
      int _ = links.isClosed() ? 0 : Sockets.send(connection, DescriptorServer.FULL, -1);
      return false;
    }
    linked.put(connection, link);
    return hand(connection, link);
  }

  private static boolean hand(int connection, IncomingLink link) {
    try (SharedFile memory = link.memory()) {
      return Sockets.send(connection, DescriptorServer.WELCOME, memory.fd()) >= 0;
    } catch (DureException noDescriptor) {
      int _ = Sockets.send(connection, NO_MEMORY, -1);
      return false;
    }
  }

  /// Whether the process of a name is the one at the other end of a connection. The kernel answers
  /// for both, and the process is not disturbed.
  private static boolean isProcess(String name, Sockets.Peer other) {
    Sockets.Peer holder = new ProcessAddress(name).holder();
    return holder != null && holder.pid() == other.pid() && holder.uid() == other.uid();
  }

  /// The names, a line each; as many as there is room for.
  private void tellPartners(int connection) {
    byte[] names = String.join("\n", partners.get()).getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      int length = Math.min(names.length + 1, LONGEST_ANSWER); // no empty packet
      byte[] answer = new byte[length];
      System.arraycopy(names, 0, answer, 0, Math.min(names.length, length));
      long _ = Pipes.write(connection, arena.allocateFrom(JAVA_BYTE, answer), length);
    }
  }

  @Override
  public boolean isWanted() {
    return !links.isClosed();
  }

  @Override
  public int lastWord() {
    return registration.isGivenUp() ? DescriptorServer.STILL_OWNED : -1;
  }

  /// A partner that is connected can send until it sees that the name is given up.
  @Override
  public void close() {
    linked.values().forEach(link -> links.leave(link, true));
    linked.clear();
    registration.close();
  }
}
