// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Unix sockets with abstract names, the credentials of their peers, and descriptors handed over
/// them.
///
/// An abstract name is the kernel's and goes with its socket, so it leaves nothing in any file
/// system.
public final class Sockets {
  static final int AF_UNIX = 1;
  static final int SOCK_SEQPACKET = 5;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_PEERCRED = 17;
  static final int SO_PEERGROUPS = 59;
  static final int SCM_RIGHTS = 1;
  static final int SHUT_RDWR = 2;
  static final int MSG_CMSG_CLOEXEC = 0x40000000;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int MSG_CTRUNC = 8;
  static final int SOCKADDR_UN_BYTES = 110;
  static final int MSGHDR_BYTES = 56;
  static final int IOVEC_BYTES = 16;
  static final int CMSGHDR_BYTES = 16;

  /// The longest abstract name, in bytes.
  public static final int LONGEST_NAME = 107;

  private static final int MOST_GROUPS = 1024;

  private Sockets() {}

  /// The user behind the other end of a connection, as the kernel noted at connect or listen.
  ///
  /// @param pid in the caller's pid namespace, zero if it is not visible there
  /// @param uid user
  /// @param gid primary group
  /// @param groups supplementary groups
  public record Peer(int pid, int uid, int gid, List<Integer> groups) {
    /// Whether the peer is a member of a group.
    public boolean isIn(int group) {
      return gid == group || groups.contains(group);
    }
  }

  /// What arrived: one byte, and the descriptor that came with it.
  ///
  /// @param value the byte, or −1 at the end of the connection
  /// @param fd the descriptor, or −1 for none
  public record Parcel(int value, int fd) {}

  /// A socket listening under an abstract name; `EADDRINUSE` if another has it.
  public static int listen(String abstractName) {
    int fd = create();
    if (fd < 0) {
      return fd;
    }
    int result = named(SystemCall.BIND, fd, abstractName);
    if (result == 0) {
      result = (int) SystemCall.LISTEN.call(fd, 128);
    }
    return keepIfGood(fd, result);
  }

  /// A connection to an abstract name; `ECONNREFUSED` if nobody has it.
  public static int connect(String abstractName) {
    int fd = create();
    return fd < 0 ? fd : keepIfGood(fd, named(SystemCall.CONNECT, fd, abstractName));
  }

  /// `accept4(2)`, waiting in the kernel. For platform threads; [#shutDown] ends the wait.
  public static int accept(int fd) {
    return (int) SystemCall.ACCEPT4.call(fd, 0, 0, SOCK_CLOEXEC);
  }

  /// `shutdown(2)` of both directions: wakes whoever waits on the socket.
  public static int shutDown(int fd) {
    return (int) SystemCall.SHUTDOWN.call(fd, SHUT_RDWR);
  }

  /// Who is at the other end.
  public static Peer peer(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocate(JAVA_INT);
      MemorySegment credentials = arena.allocate(12, 4);
      length.set(JAVA_INT, 0, 12);
      KernelException.check("getsockopt SO_PEERCRED", option(fd, SO_PEERCRED, credentials, length));
      MemorySegment groups = arena.allocate(MOST_GROUPS * 4L, 4);
      length.set(JAVA_INT, 0, MOST_GROUPS * 4);
      long got = option(fd, SO_PEERGROUPS, groups, length);
      int count = got < 0 ? 0 : length.get(JAVA_INT, 0) / 4;
      return new Peer(
          credentials.get(JAVA_INT, 0),
          credentials.get(JAVA_INT, 4),
          credentials.get(JAVA_INT, 8),
          Arrays.stream(groups.asSlice(0, count * 4L).toArray(JAVA_INT)).boxed().toList());
    }
  }

  /// Sends one byte and, unless `passed` is −1, a descriptor with it.
  public static int send(int fd, int value, int passed) {
    try (Arena arena = Arena.ofConfined()) {
      Envelope envelope = new Envelope(arena);
      envelope.body.set(JAVA_BYTE, 0, (byte) value);
      if (passed >= 0) {
        envelope.control.set(JAVA_LONG, 0, CMSGHDR_BYTES + 4);
        envelope.control.set(JAVA_INT, 8, SOL_SOCKET);
        envelope.control.set(JAVA_INT, 12, SCM_RIGHTS);
        envelope.control.set(JAVA_INT, CMSGHDR_BYTES, passed);
      } else {
        envelope.header.set(JAVA_LONG, 40, 0);
      }
      return (int) SystemCall.SENDMSG.call(fd, envelope.header.address(), MSG_NOSIGNAL);
    }
  }

  /// Receives what one [#send] sent, waiting for it in the kernel. For platform threads.
  ///
  /// There is room for exactly one descriptor: the kernel closes any that a bad peer sends beyond
  /// it, and the first is then closed here.
  public static Parcel receive(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      Envelope envelope = new Envelope(arena);
      if (SystemCall.RECVMSG.call(fd, envelope.header.address(), MSG_CMSG_CLOEXEC) <= 0) {
        return new Parcel(-1, -1);
      }
      boolean passed =
          envelope.header.get(JAVA_LONG, 40) >= CMSGHDR_BYTES + 4
              && envelope.control.get(JAVA_INT, 8) == SOL_SOCKET
              && envelope.control.get(JAVA_INT, 12) == SCM_RIGHTS;
      int descriptor = passed ? envelope.control.get(JAVA_INT, CMSGHDR_BYTES) : -1;
      if (passed && (envelope.header.get(JAVA_INT, 48) & MSG_CTRUNC) != 0) {
        Files.close(descriptor);
        return new Parcel(-1, -1);
      }
      return new Parcel(Byte.toUnsignedInt(envelope.body.get(JAVA_BYTE, 0)), descriptor);
    }
  }

  /// A `msghdr` with one byte of body and room for one descriptor.
  private static final class Envelope {
    final MemorySegment header;
    final MemorySegment body;
    final MemorySegment control;

    Envelope(Arena arena) {
      header = arena.allocate(MSGHDR_BYTES, 8);
      body = arena.allocate(1);
      control = arena.allocate(CMSGHDR_BYTES + 4, 8);
      MemorySegment part = arena.allocate(IOVEC_BYTES, 8);
      part.set(JAVA_LONG, 0, body.address());
      part.set(JAVA_LONG, 8, 1L);
      header.set(JAVA_LONG, 16, part.address());
      header.set(JAVA_LONG, 24, 1L);
      header.set(JAVA_LONG, 32, control.address());
      header.set(JAVA_LONG, 40, control.byteSize());
    }
  }

  private static int create() {
    return (int) SystemCall.SOCKET.call(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  }

  private static int keepIfGood(int fd, int result) {
    if (result < 0) {
      Files.close(fd);
      return result;
    }
    return fd;
  }

  private static int named(SystemCall call, int fd, String abstractName) {
    byte[] name = abstractName.getBytes(StandardCharsets.UTF_8);
    if (name.length > LONGEST_NAME) {
      return -Errno.ENAMETOOLONG.number();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(SOCKADDR_UN_BYTES, 8);
      address.set(JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, JAVA_BYTE, 3, name.length);
      return (int) call.call(fd, address.address(), 3L + name.length);
    }
  }

  private static long option(int fd, int option, MemorySegment value, MemorySegment length) {
    return SystemCall.GETSOCKOPT.call(fd, SOL_SOCKET, option, value.address(), length.address());
  }
}
