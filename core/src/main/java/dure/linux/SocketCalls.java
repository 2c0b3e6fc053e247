// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Sockets step by step, of every family and kind. None of these calls waits: what cannot be done
/// now is `EAGAIN`, and [Poll] says when to try again.
public final class SocketCalls {
  public static final int SOCK_STREAM = 1;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_SEQPACKET = 5;
  public static final int SOL_SOCKET = 1;
  public static final int SO_REUSEADDR = 2;
  public static final int SO_KEEPALIVE = 9;
  public static final int IPPROTO_TCP = 6;
  public static final int IPPROTO_IPV6 = 41;
  public static final int IPV6_V6ONLY = 26;
  public static final int TCP_NODELAY = 1;
  public static final int TCP_KEEPIDLE = 4;
  public static final int TCP_KEEPINTVL = 5;
  public static final int TCP_KEEPCNT = 6;
  public static final int TCP_USER_TIMEOUT = 18;
  public static final int SHUT_WR = 1;
  public static final int SHUT_RDWR = 2;

  /// Have [#receive] say how long a message was whose end did not fit.
  public static final int MSG_TRUNC = 0x20;

  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int SO_ERROR = 4;

  /// Longer than any `sockaddr`.
  private static final int LONGEST_NAME_BYTES = 128;

  private SocketCalls() {}

  /// `socket(2)`.
  public static int socket(int family, int kind) {
    return (int) SystemCall.SOCKET.call(family, kind | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  }

  /// `bind(2)`.
  public static int bind(int fd, byte[] name) {
    return named(SystemCall.BIND, fd, name);
  }

  /// `listen(2)`.
  public static int listen(int fd, int backlog) {
    return (int) SystemCall.LISTEN.call(fd, backlog);
  }

  /// `connect(2)`; `EINPROGRESS` if the answer is still to come, and [#error] has it then.
  public static int connect(int fd, byte[] name) {
    return named(SystemCall.CONNECT, fd, name);
  }

  /// `accept4(2)`.
  public static int accept(int fd) {
    long accepted;
    do {
      accepted = SystemCall.ACCEPT4.call(fd, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK);
    } while (Errno.EINTR.is(accepted));
    return (int) accepted;
  }

  /// `shutdown(2)`.
  public static int shutDown(int fd, int how) {
    return (int) SystemCall.SHUTDOWN.call(fd, how);
  }

  /// The error that a socket has come to meanwhile, as a negative result; zero for none.
  public static int error(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocate(JAVA_INT);
      length.set(JAVA_INT, 0, Integer.BYTES);
      long result =
          SystemCall.GETSOCKOPT.call(fd, SOL_SOCKET, SO_ERROR, error.address(), length.address());
      return result < 0 ? (int) result : -error.get(JAVA_INT, 0);
    }
  }

  /// `setsockopt(2)` of an option that is a number.
  public static int set(int fd, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocateFrom(JAVA_INT, value);
      return (int) SystemCall.SETSOCKOPT.call(fd, level, option, number.address(), Integer.BYTES);
    }
  }

  /// `send(2)` of some bytes, without a signal where no reader is left: how many were taken.
  public static int send(int fd, MemorySegment bytes) {
    long sent;
    do {
      sent = SystemCall.SENDTO.call(fd, bytes.address(), bytes.byteSize(), MSG_NOSIGNAL, 0, 0);
    } while (Errno.EINTR.is(sent));
    return (int) sent;
  }

  /// How many bytes have come that no call has read yet.
  public static int waiting(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_INT);
      long result = SystemCall.IOCTL.call(fd, Pipes.FIONREAD, number.address());
      return result < 0 ? (int) result : number.get(JAVA_INT, 0);
    }
  }

  /// `sendto(2)`.
  public static int sendTo(int fd, MemorySegment bytes, byte[] name) {
    try (Arena arena = Arena.ofConfined()) {
      long to = name.length == 0 ? 0 : copy(arena, name).address();
      long sent;
      do {
        sent =
            SystemCall.SENDTO.call(
                fd, bytes.address(), bytes.byteSize(), MSG_NOSIGNAL, to, name.length);
      } while (Errno.EINTR.is(sent));
      return (int) sent;
    }
  }

  /// `recv(2)`: how many bytes came, zero at the end of a connection.
  public static int receive(int fd, MemorySegment into, int flags) {
    long got;
    do {
      got = SystemCall.RECVFROM.call(fd, into.address(), into.byteSize(), flags, 0, 0);
    } while (Errno.EINTR.is(got));
    return (int) got;
  }

  /// A datagram that has come.
  ///
  /// @param length of it, which may be more than there was room for; or the negative error
  /// @param from the name of its sender's socket, empty if it has none
  @SuppressWarnings("ArrayRecordComponent") // no two are compared
  public record Arrived(int length, byte[] from) {}

  /// `recvfrom(2)`.
  public static Arrived receiveFrom(int fd, MemorySegment into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(LONGEST_NAME_BYTES, 8);
      MemorySegment length = arena.allocateFrom(JAVA_INT, LONGEST_NAME_BYTES);
      long got;
      do {
        got =
            SystemCall.RECVFROM.call(
                fd, into.address(), into.byteSize(), MSG_TRUNC, name.address(), length.address());
      } while (Errno.EINTR.is(got));
      return new Arrived((int) got, got < 0 ? new byte[0] : read(name, length));
    }
  }

  /// `getsockname(2)`: the name a socket was bound to.
  public static byte[] ownName(int fd) {
    return nameBy(SystemCall.GETSOCKNAME, fd);
  }

  /// `getpeername(2)`: the name of the socket at the other end; empty if there is none.
  public static byte[] peersName(int fd) {
    return nameBy(SystemCall.GETPEERNAME, fd);
  }

  private static byte[] nameBy(SystemCall call, int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(LONGEST_NAME_BYTES, 8);
      MemorySegment length = arena.allocateFrom(JAVA_INT, LONGEST_NAME_BYTES);
      long result = call.call(fd, name.address(), length.address());
      return result < 0 ? new byte[0] : read(name, length);
    }
  }

  private static byte[] read(MemorySegment name, MemorySegment length) {
    int bytes = Math.min(length.get(JAVA_INT, 0), LONGEST_NAME_BYTES);
    return name.asSlice(0, bytes).toArray(JAVA_BYTE);
  }

  private static int named(SystemCall call, int fd, byte[] name) {
    try (Arena arena = Arena.ofConfined()) {
      long result;
      do {
        result = call.call(fd, copy(arena, name).address(), name.length);
      } while (Errno.EINTR.is(result));
      return (int) result;
    }
  }

  private static MemorySegment copy(Arena arena, byte[] name) {
    MemorySegment copy = arena.allocate(Math.max(1, name.length), 8);
    MemorySegment.copy(name, 0, copy, JAVA_BYTE, 0, name.length);
    return copy;
  }
}
