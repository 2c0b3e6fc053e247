// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dure.linux.Struct.Cmsghdr;
import dure.linux.Struct.Iovec;
import dure.linux.Struct.Msghdr;
import dure.linux.Struct.SockaddrUn;
import dure.linux.Struct.Timeval;
import dure.linux.Struct.Ucred;
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
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOL_SOCKET = 1;
  static final int SO_PEERCRED = 17;
  static final int SO_SNDTIMEO = 21;
  static final int SO_PEERGROUPS = 59;
  static final int SCM_RIGHTS = 1;
  static final int SHUT_RDWR = 2;
  static final int MSG_CMSG_CLOEXEC = 0x40000000;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int MSG_CTRUNC = 8;

  /// The longest abstract name, in bytes.
  public static final int LONGEST_NAME = 107;

  /// Where an abstract name begins: behind the zero byte that makes it one.
  private static final int ABSTRACT_NAME = SockaddrUn.PATH + 1;

  /// The control data that hands over one descriptor; room for no second one.
  private static final int ONE_DESCRIPTOR = Cmsghdr.BYTES + 4;

  /// Connections that may wait to be accepted.
  private static final int BACKLOG = 128;

  /// How long a connection waits for a place among those, and a message for room.
  private static final long PATIENCE_SECONDS = 1;

  private static final int USUAL_GROUPS = 64;

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
  /// @param value the byte, or −1 at the end of the connection, or less if it [#isCut]
  /// @param fd the descriptor, the receiver's to close, or −1 for none
  public record Parcel(int value, int fd) {
    private static final Parcel END = new Parcel(-1, -1);
    private static final Parcel CUT_OFF = new Parcel(-2, -1);
    private static final Parcel TOO_MANY = new Parcel(-3, -1);

    /// Whether there was a descriptor that this process had no number left for, or more than one.
    public boolean isCut() {
      return equals(CUT_OFF) || hadTooMany();
    }

    /// Whether there was more than one descriptor, which no sound sender passes.
    public boolean hadTooMany() {
      return equals(TOO_MANY);
    }
  }

  /// A socket listening under an abstract name; `EADDRINUSE` if another has it.
  public static int listen(String abstractName) {
    int fd = create();
    if (fd < 0) {
      return fd;
    }
    int result = named(SystemCall.BIND, fd, abstractName);
    if (result == 0) {
      result = (int) SystemCall.LISTEN.call(fd, BACKLOG);
    }
    return keepIfGood(fd, result);
  }

  /// A connection to an abstract name; `ECONNREFUSED` if no socket has it, `EAGAIN` if its listener
  /// lets others wait for too long.
  public static int connect(String abstractName) {
    int fd = create();
    if (fd < 0) {
      return fd;
    }
    int result = limitWaiting(fd);
    if (result == 0) {
      do {
        result = named(SystemCall.CONNECT, fd, abstractName);
      } while (Errno.EINTR.is(result));
    }
    return keepIfGood(fd, result);
  }

  /// A connection that never blocks, in being made or later: `EAGAIN` if its listener is busy with
  /// others.
  public static int connectNow(String abstractName) {
    int type = SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK;
    int fd = (int) SystemCall.SOCKET.call(AF_UNIX, type, 0);
    return fd < 0 ? fd : keepIfGood(fd, named(SystemCall.CONNECT, fd, abstractName));
  }

  /// `accept4(2)`, waiting in the kernel. For platform threads; [#shutDown] ends the wait.
  public static int accept(int fd) {
    int accepted;
    do {
      accepted = (int) SystemCall.ACCEPT4.call(fd, 0, 0, SOCK_CLOEXEC);
    } while (Errno.EINTR.is(accepted));
    return accepted;
  }

  /// `shutdown(2)` of both directions: wakes the threads that wait on the socket.
  public static int shutDown(int fd) {
    return (int) SystemCall.SHUTDOWN.call(fd, SHUT_RDWR);
  }

  /// The process at the other end.
  public static Peer peer(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocate(JAVA_INT);
      MemorySegment credentials = arena.allocate(Ucred.BYTES, 4);
      length.set(JAVA_INT, 0, Ucred.BYTES);
      KernelException.check("getsockopt SO_PEERCRED", option(fd, SO_PEERCRED, credentials, length));
      return new Peer(
          credentials.get(JAVA_INT, Ucred.PID),
          credentials.get(JAVA_INT, Ucred.UID),
          credentials.get(JAVA_INT, Ucred.GID),
          peerGroups(arena, fd, length));
    }
  }

  private static List<Integer> peerGroups(Arena arena, int fd, MemorySegment length) {
    length.set(JAVA_INT, 0, USUAL_GROUPS * Integer.BYTES);
    MemorySegment groups = arena.allocate(USUAL_GROUPS * (long) Integer.BYTES, Integer.BYTES);
    long result = option(fd, SO_PEERGROUPS, groups, length);
    if (Errno.ERANGE.is(result)) { // and the kernel has said how much room it needs
      groups = arena.allocate(length.get(JAVA_INT, 0), Integer.BYTES);
      result = option(fd, SO_PEERGROUPS, groups, length);
    }
    if (result < 0) {
      return List.of(); // a membership that the kernel does not confirm is none
    }
    int[] numbers = groups.asSlice(0, length.get(JAVA_INT, 0)).toArray(JAVA_INT);
    return Arrays.stream(numbers).boxed().toList();
  }

  /// Sends one byte and, unless `passed` is −1, a descriptor with it.
  public static int send(int fd, int value, int passed) {
    try (Arena arena = Arena.ofConfined()) {
      Envelope envelope = new Envelope(arena);
      envelope.body.set(JAVA_BYTE, 0, (byte) value);
      if (passed >= 0) {
        envelope.control.set(JAVA_LONG, Cmsghdr.LEN, ONE_DESCRIPTOR);
        envelope.control.set(JAVA_INT, Cmsghdr.LEVEL, SOL_SOCKET);
        envelope.control.set(JAVA_INT, Cmsghdr.TYPE, SCM_RIGHTS);
        envelope.control.set(JAVA_INT, Cmsghdr.BYTES, passed);
      } else {
        envelope.header.set(JAVA_LONG, Msghdr.CONTROLLEN, 0);
      }
      long sent;
      do {
        sent = SystemCall.SENDMSG.call(fd, envelope.header.address(), MSG_NOSIGNAL);
      } while (Errno.EINTR.is(sent));
      return (int) sent;
    }
  }

  /// Receives what one [#send] sent, waiting for it in the kernel. For platform threads.
  ///
  /// There is room for exactly one descriptor: the kernel closes any that a bad peer sends beyond
  /// it, and the first is then closed here. So is one that comes without a byte.
  public static Parcel receive(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      Envelope envelope = new Envelope(arena);
      long got;
      do {
        got = SystemCall.RECVMSG.call(fd, envelope.header.address(), MSG_CMSG_CLOEXEC);
      } while (Errno.EINTR.is(got));
      if (got < 0) {
        return Parcel.END;
      }
      int passed = envelope.descriptor();
      boolean cut = (envelope.header.get(JAVA_INT, Msghdr.FLAGS) & MSG_CTRUNC) != 0;
      if (got == 0 || cut) {
        if (passed >= 0) {
          Files.close(passed);
          return cut ? Parcel.TOO_MANY : Parcel.END;
        }
        return cut ? Parcel.CUT_OFF : Parcel.END;
      }
      return new Parcel(Byte.toUnsignedInt(envelope.body.get(JAVA_BYTE, 0)), passed);
    }
  }

  /// A `msghdr` with one byte of body and room for one descriptor.
  private static final class Envelope {
    final MemorySegment header;
    final MemorySegment body;
    final MemorySegment control;

    Envelope(Arena arena) {
      header = arena.allocate(Msghdr.BYTES, 8);
      body = arena.allocate(1);
      control = arena.allocate(ONE_DESCRIPTOR, 8);
      MemorySegment part = arena.allocate(Iovec.BYTES, 8);
      part.set(JAVA_LONG, Iovec.BASE, body.address());
      part.set(JAVA_LONG, Iovec.LEN, 1L);
      header.set(JAVA_LONG, Msghdr.IOV, part.address());
      header.set(JAVA_LONG, Msghdr.IOVLEN, 1L);
      header.set(JAVA_LONG, Msghdr.CONTROL, control.address());
      header.set(JAVA_LONG, Msghdr.CONTROLLEN, control.byteSize());
    }

    /// The descriptor that arrived, or −1.
    int descriptor() {
      boolean passed =
          header.get(JAVA_LONG, Msghdr.CONTROLLEN) >= ONE_DESCRIPTOR
              && control.get(JAVA_INT, Cmsghdr.LEVEL) == SOL_SOCKET
              && control.get(JAVA_INT, Cmsghdr.TYPE) == SCM_RIGHTS;
      return passed ? control.get(JAVA_INT, Cmsghdr.BYTES) : -1;
    }
  }

  private static int create() {
    return (int) SystemCall.SOCKET.call(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  }

  private static int limitWaiting(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(Timeval.BYTES, 8);
      limit.set(JAVA_LONG, Timeval.SEC, PATIENCE_SECONDS);
      return (int)
          SystemCall.SETSOCKOPT.call(
              fd, SOL_SOCKET, SO_SNDTIMEO, limit.address(), limit.byteSize());
    }
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
      MemorySegment address = arena.allocate(SockaddrUn.BYTES, 8);
      address.set(JAVA_SHORT, SockaddrUn.FAMILY, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, JAVA_BYTE, ABSTRACT_NAME, name.length);
      return (int) call.call(fd, address.address(), ABSTRACT_NAME + name.length);
    }
  }

  private static long option(int fd, int option, MemorySegment value, MemorySegment length) {
    return SystemCall.GETSOCKOPT.call(fd, SOL_SOCKET, option, value.address(), length.address());
  }
}
