// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import dure.Deadline;
import dure.DureException.Subject;
import dure.NotPermittedException;
import dure.SystemFailureException;
import dure.linux.Errno;
import dure.linux.KernelException;
import dure.linux.Poll;
import dure.linux.SocketCalls;
import dure.linux.Sockets;
import dure.socket.EndpointAddress.Family;
import dure.socket.EndpointAddress.Unix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A socket, step by step.
///
/// ```java
/// EndpointAddress at = EndpointAddress.of("unix:/tmp/greeting");      // or tcp://127.0.0.1:7000
/// try (Endpoint server = Endpoint.socket(at.family(), Kind.STREAM).bind(at).listen(8);
///     Endpoint talk = server.accept()) {                              // the client: connect(at)
///   talk.write("hello".getBytes());
/// }
/// ```
///
/// A step that needs another one first is an [IllegalStateException] that names the one missing.
/// What waits can be interrupted, which leaves the socket as it is; ends when another thread closes
/// the socket, with a [dure.ConnectionLostException], as every later step does; and does not hold
/// the carrier of a virtual thread. Safe for all threads; two that write at the same time take
/// turns, and so do two that read. What is refused, as an address in use or a peer that is gone, is
/// a [dure.DureException] about a *channel*.
public final class Endpoint implements AutoCloseable {
  /// What [#read] says at the end of a connection.
  public static final int END = -1;

  /// What [#read] says when nothing came in time.
  public static final int TIMED_OUT = -2;

  /// The most bytes that are handed to the kernel at once.
  private static final int AT_ONCE = 64 << 10;

  /// Counts what [#read] takes.
  final ArrivedBytes arrived;

  private final SocketDescriptor descriptor;
  private final Family family;
  private final Kind kind;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock writing = new ReentrantLock();
  private volatile SocketState state;
  private volatile String name;
  private @Nullable MemorySegment in;
  private @Nullable MemorySegment out;
  private @Nullable SocketFile file;

  private Endpoint(int fd, Family family, Kind kind, SocketState state, String name) {
    this.descriptor = new SocketDescriptor(fd);
    this.arrived = new ArrivedBytes(descriptor);
    this.family = family;
    this.kind = kind;
    this.state = state;
    this.name = name;
  }

  /// `socket`: a new one, neither bound nor connected.
  ///
  /// @throws IllegalArgumentException if there is no such kind in this family
  public static Endpoint socket(Family family, Kind kind) {
    if (kind == Kind.PACKET && family != Family.UNIX) {
      throw new IllegalArgumentException(
          "packets over a connection are for Unix sockets: take a stream, and frames on it");
    }
    String name = "new " + kind.toString().toLowerCase(Locale.ROOT) + " socket";
    int fd =
        SocketErrors.check(name, "make a socket", SocketCalls.socket(family.number, kind.number));
    return new Endpoint(fd, family, kind, SocketState.NEW, name);
  }

  /// `bind`: gives it an address. A Unix socket's path is a file from then on, and is removed when
  /// this socket is closed; one that a killed process has left there is replaced.
  ///
  /// @throws dure.ObjectExistsException if another socket has the address, or a file that is no
  ///   socket
  public Endpoint bind(EndpointAddress at) {
    requireState("bind", SocketState.NEW, "it is bound or connected already; open another socket");
    requireFamily(at);
    if (family != Family.UNIX && kind == Kind.STREAM) {
      // What remains of former connections is no reason to refuse the port.
      set(SocketCalls.SOL_SOCKET, SocketCalls.SO_REUSEADDR, 1);
    }
    int result = descriptor.now(name, fd -> SocketCalls.bind(fd, at.encoded()));
    if (Errno.EADDRINUSE.is(result) && at instanceof Unix unix && !unix.isAbstract()) {
      result = descriptor.now(name, fd -> SocketFile.replace(fd, unix, kind));
    }
    SocketErrors.check(at.toString(), "bind", result);
    if (at instanceof Unix unix) {
      file = SocketFile.at(unix);
    }
    state = SocketState.BOUND;
    name = local().toString();
    return this;
  }

  /// `chmod` and `chgrp`: the rights to connect to a Unix socket, on the file that [#bind] made,
  /// and on no other that has its name by now.
  ///
  /// @param mode permission bits; to connect is to write
  /// @param gid the group to give it to, if any
  /// @throws IllegalStateException if it has no file
  /// @throws NotPermittedException if this user may not give it away so, or the file is gone
  public Endpoint permit(int mode, OptionalInt gid) {
    SocketFile mine;
    synchronized (this) {
      mine = file;
    }
    if (mine == null) {
      throw wrongStep("say who may connect", "bind it to a path first");
    }
    try {
      mine.permit(mode, gid);
    } catch (IOException refused) {
      throw new NotPermittedException(
          Subject.CHANNEL, name, "cannot give it to this mode and group: " + refused);
    }
    return this;
  }

  /// `listen`: lets others connect from now on.
  ///
  /// @param backlog how many connections may wait to be accepted
  public Endpoint listen(int backlog) {
    requireState("listen", SocketState.BOUND, "bind it to an address first");
    if (kind == Kind.DATAGRAM) {
      throw wrongStep("listen", "datagrams have no connections; receive from it as it is");
    }
    SocketErrors.check(name, "listen", descriptor.now(name, fd -> SocketCalls.listen(fd, backlog)));
    state = SocketState.LISTENING;
    return this;
  }

  /// `accept`: the next connection, waiting for it.
  public Endpoint accept() throws InterruptedException {
    return Objects.requireNonNull(acceptBy(Deadline.NEVER));
  }

  /// `accept`: the next connection, waiting at most `within`; null if none came.
  public @Nullable Endpoint accept(Duration within) throws InterruptedException {
    return acceptBy(Deadline.after(within));
  }

  private @Nullable Endpoint acceptBy(long deadline) throws InterruptedException {
    requireState("accept", SocketState.LISTENING, "listen first");
    int fd = descriptor.whenReady(name, Poll.POLLIN, deadline, true, SocketCalls::accept);
    if (Errno.EAGAIN.is(fd)) {
      return null;
    }
    SocketErrors.check(name, "accept", fd);
    return new Endpoint(fd, family, kind, SocketState.CONNECTED, name);
  }

  /// `connect`: waits until the other side has a place for the connection.
  ///
  /// @throws dure.NoSuchObjectException if no socket listens there
  public Endpoint connect(EndpointAddress to) throws InterruptedException {
    connectBy(to, Deadline.NEVER);
    return this;
  }

  /// `connect`: waits at most `within`; whether it is connected. If not, close it: the kernel may
  /// still be trying.
  public boolean connect(EndpointAddress to, Duration within) throws InterruptedException {
    return connectBy(to, Deadline.after(within));
  }

  private boolean connectBy(EndpointAddress to, long deadline) throws InterruptedException {
    if (state != SocketState.NEW && state != SocketState.BOUND) {
      throw wrongStep("connect", "it listens or is connected already; open another socket");
    }
    requireFamily(to);
    byte[] encoded = to.encoded();
    String target = to.toString();
    // A Unix socket whose listener has no place is never "writable": it is asked again and again.
    int result =
        descriptor.whenReady(target, 0, deadline, true, fd -> SocketCalls.connect(fd, encoded));
    if (Errno.EINPROGRESS.is(result) || Errno.EALREADY.is(result)) {
      result = awaitConnection(target, deadline);
    }
    if (Errno.EAGAIN.is(result)) {
      return false;
    }
    SocketErrors.check(target, "connect", result);
    state = SocketState.CONNECTED;
    name = target;
    return true;
  }

  private int awaitConnection(String target, long deadline) throws InterruptedException {
    return descriptor.whenReady(
        target,
        Poll.POLLOUT,
        deadline,
        true,
        fd ->
            Poll.await(new int[] {fd}, new int[] {Poll.POLLOUT}, 0)[0]
                ? SocketCalls.error(fd)
                : -Errno.EAGAIN.number());
  }

  /// `write`: all bytes, waiting for room. Over packets, one message.
  public void write(byte[] bytes) throws InterruptedException {
    write(bytes, 0, bytes.length, null);
  }

  /// `write`: waits for room at most `within`, or as long as needed if that is null; how many bytes
  /// the kernel took, which over a stream may be some of them. Over packets it is all or none.
  ///
  /// An interrupt ends the wait only before the first byte; once a part is written it shows in the
  /// thread's interrupt status.
  public int write(byte[] bytes, int from, int length, @Nullable Duration within)
      throws InterruptedException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    requireState("write", SocketState.CONNECTED, "connect or accept first");
    requireMessage(length);
    long deadline = Deadline.after(within);
    writing.lock();
    try {
      MemorySegment buffer = room(out, kind == Kind.STREAM ? AT_ONCE : Math.max(AT_ONCE, length));
      out = buffer;
      int written = 0;
      while (written < length) {
        int part = kind == Kind.STREAM ? Math.min(AT_ONCE, length - written) : length;
        MemorySegment.copy(bytes, from + written, buffer, ValueLayout.JAVA_BYTE, 0, part);
        MemorySegment piece = buffer.asSlice(0, part);
        int sent =
            descriptor.whenReady(
                name, Poll.POLLOUT, deadline, written == 0, fd -> SocketCalls.send(fd, piece));
        if (Errno.EAGAIN.is(sent)) {
          return written;
        }
        written += SocketErrors.check(name, "write", sent);
      }
      return written;
    } finally {
      writing.unlock();
    }
  }

  private void requireMessage(int length) {
    if (kind == Kind.PACKET && length == 0) {
      throw new IllegalArgumentException(
          "an empty packet looks like the end of the connection: write a byte at least");
    }
  }

  /// `read`: some bytes, or over packets one message, waiting for them: how many, or [#END].
  public int read(byte[] into) throws InterruptedException {
    return read(into, 0, into.length, null);
  }

  /// `read`: waits at most `within`, or as long as needed if that is null: how many bytes came,
  /// [#END], or [#TIMED_OUT].
  ///
  /// @throws dure.MessageTooLargeException if a message is longer than the room for it; it is gone
  public int read(byte[] into, int from, int length, @Nullable Duration within)
      throws InterruptedException {
    Objects.checkFromIndexSize(from, length, into.length);
    requireState("read", SocketState.CONNECTED, "connect or accept first");
    long deadline = Deadline.after(within);
    reading.lock();
    try {
      MemorySegment buffer = room(in, kind == Kind.STREAM ? AT_ONCE : Math.max(AT_ONCE, length));
      in = buffer;
      MemorySegment piece = buffer.asSlice(0, Math.min(length, buffer.byteSize()));
      int flags = kind == Kind.STREAM ? 0 : SocketCalls.MSG_TRUNC;
      int got =
          descriptor.whenReady(
              name, Poll.POLLIN, deadline, true, fd -> arrived.receive(fd, piece, flags));
      if (Errno.EAGAIN.is(got)) {
        return TIMED_OUT;
      }
      SocketErrors.check(name, "read", got);
      Datagrams.requireWhole(name, got, length);
      MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, into, from, got);
      return got == 0 && length > 0 && kind != Kind.DATAGRAM ? END : got;
    } finally {
      reading.unlock();
    }
  }

  /// `sendto`: a datagram to a socket that is not connected, waiting for room there.
  public void sendTo(EndpointAddress to, byte[] bytes) throws InterruptedException {
    sendTo(to, bytes, null);
  }

  /// `sendto`: waits for room at most `within`, or as long as needed if that is null; whether it
  /// was sent.
  public boolean sendTo(EndpointAddress to, byte[] bytes, @Nullable Duration within)
      throws InterruptedException {
    requireDatagrams("send to an address");
    requireFamily(to);
    return Datagrams.send(descriptor, name, to, bytes, within);
  }

  /// `recvfrom`: the next datagram and its sender's address, waiting for it.
  ///
  /// @param most the longest it may be, in bytes
  /// @throws dure.MessageTooLargeException if it is longer; it is gone
  public Datagram receiveFrom(int most) throws InterruptedException {
    return Objects.requireNonNull(receiveFrom(most, null));
  }

  /// `recvfrom`: waits at most `within`, or as long as needed if that is null; null if none came.
  public @Nullable Datagram receiveFrom(int most, @Nullable Duration within)
      throws InterruptedException {
    requireDatagrams("receive with the sender's address");
    if (state == SocketState.NEW) {
      throw wrongStep("receive", "bind it to an address first");
    }
    return Datagrams.receive(descriptor, name, most, within);
  }

  /// Where it is bound, which for port 0 says the port that the kernel took.
  ///
  /// @throws IllegalStateException if it has no address
  public EndpointAddress local() {
    EndpointAddress local = EndpointAddress.decoded(nameBy(SocketCalls::ownName));
    if (local == null) {
      throw wrongStep("say where it is", "bind or connect it first");
    }
    return local;
  }

  /// Where the other end is; null if its socket has no name, as most Unix clients' have none.
  public @Nullable EndpointAddress remote() {
    requireState("say where its peer is", SocketState.CONNECTED, "connect or accept first");
    return EndpointAddress.decoded(nameBy(SocketCalls::peersName));
  }

  private byte[] nameBy(java.util.function.IntFunction<byte[]> call) {
    byte[][] found = new byte[1][];
    int _ =
        descriptor.now(
            name,
            fd -> {
              found[0] = call.apply(fd);
              return 0;
            });
    return found[0];
  }

  /// The process at the other end of a Unix connection: of an accepted one, the connecting process;
  /// of a connected one, the listening process.
  ///
  /// @throws UnsupportedOperationException for what comes from another machine, or by datagrams:
  ///   there the kernel vouches for no process
  public Credentials peer() {
    Sockets.Peer peer = peerWithGroups();
    return new Credentials(peer.pid(), peer.uid(), peer.gid());
  }

  /// Whether the one at the other end of a Unix connection is in a group.
  public boolean isPeerIn(int gid) {
    return peerWithGroups().isIn(gid);
  }

  private Sockets.Peer peerWithGroups() {
    requireState("ask for its peer", SocketState.CONNECTED, "connect or accept first");
    if (family != Family.UNIX || kind == Kind.DATAGRAM) {
      throw new UnsupportedOperationException(
          "socket '" + name + "': the kernel knows who the peer is only of Unix connections");
    }
    Sockets.Peer[] found = new Sockets.Peer[1];
    try {
      int _ =
          descriptor.now(
              name,
              fd -> {
                found[0] = Sockets.peer(fd);
                return 0;
              });
    } catch (KernelException refused) {
      throw new SystemFailureException(
          Subject.CHANNEL, name, "cannot tell its peer: " + refused.getMessage());
    }
    return found[0];
  }

  /// Has the kernel find out when the peer of a TCP connection has vanished without a word: this
  /// long after it was last heard of the connection is lost. A peer that is merely stopped still
  /// answers, because its kernel does. Small messages go out at once. Elsewhere this does nothing.
  public Endpoint watchPeer(Duration longest) {
    if (family != Family.UNIX && kind == Kind.STREAM) {
      int third = (int) Math.max(1, longest.toSeconds() / 3);
      set(SocketCalls.IPPROTO_TCP, SocketCalls.TCP_NODELAY, 1);
      set(SocketCalls.SOL_SOCKET, SocketCalls.SO_KEEPALIVE, 1);
      set(SocketCalls.IPPROTO_TCP, SocketCalls.TCP_KEEPIDLE, third);
      set(SocketCalls.IPPROTO_TCP, SocketCalls.TCP_KEEPINTVL, third);
      set(SocketCalls.IPPROTO_TCP, SocketCalls.TCP_KEEPCNT, 2);
      // Without it, what is written and never confirmed would be tried for a quarter of an hour.
      set(SocketCalls.IPPROTO_TCP, SocketCalls.TCP_USER_TIMEOUT, (int) longest.toMillis());
    }
    return this;
  }

  private void set(int level, int option, int value) {
    SocketErrors.check(
        name,
        "set an option",
        descriptor.now(name, fd -> SocketCalls.set(fd, level, option, value)));
  }

  /// `shutdown` of the writing direction: the peer reads to the end, and can still answer.
  public void endOutput() {
    requireState("end its output", SocketState.CONNECTED, "connect or accept first");
    SocketErrors.check(
        name,
        "end its output",
        descriptor.now(name, fd -> SocketCalls.shutDown(fd, SocketCalls.SHUT_WR)));
  }

  /// `shutdown` of both directions: this process reads what has come by now, and then the end; the
  /// peer can write no more. A thread that waits here wakes.
  public void endBoth() {
    int _ = descriptor.now(name, fd -> SocketCalls.shutDown(fd, SocketCalls.SHUT_RDWR));
  }

  /// Whether it has been closed here.
  public boolean isClosed() {
    return descriptor.isClosed();
  }

  /// `close`: waiting threads wake, the peer reads to the end of what was written, and the file
  /// that [#bind] made is removed. Closing again does nothing.
  @Override
  public void close() {
    SocketFile mine;
    synchronized (this) {
      mine = file;
      file = null;
    }
    if (mine != null) {
      mine.remove(); // while the socket holds the inode, no other file can have its number
    }
    boolean _ = descriptor.close();
  }

  private static MemorySegment room(@Nullable MemorySegment present, int bytes) {
    return present != null && present.byteSize() >= bytes
        ? present
        : Arena.ofAuto().allocate(bytes);
  }

  private void requireFamily(EndpointAddress address) {
    if (address.family() != family) {
      throw new IllegalArgumentException(
          "a socket of family "
              + family
              + " cannot have the address '"
              + address
              + "': open one of family "
              + address.family());
    }
  }

  private void requireDatagrams(String step) {
    if (kind != Kind.DATAGRAM) {
      throw wrongStep(step, "it is no datagram socket; connect it and write");
    }
  }

  private void requireState(String step, SocketState wanted, String missing) {
    if (descriptor.isClosed()) {
      throw SocketDescriptor.closed(name);
    }
    if (state != wanted) {
      throw wrongStep(step, missing);
    }
  }

  private IllegalStateException wrongStep(String step, String missing) {
    return new IllegalStateException("socket '" + name + "' cannot " + step + ": " + missing);
  }

  @Override
  public String toString() {
    return "socket '" + name + "'";
  }
}
