// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.linux.Struct.MqAttr;
import dure.linux.Struct.Sigevent;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// POSIX message queues. Names have no leading slash here: that is C's, and its library takes it
/// off. A queue is a descriptor that can be waited for like any other.
///
/// A notification comes over a socket, as the kernel makes it for the threads of C's
/// `SIGEV_THREAD`: no signal, and no handler.
public final class MessageQueues {
  /// Priorities are below this.
  public static final int MQ_PRIO_MAX = 32768;

  /// The news of a registration: a message has come to the empty queue.
  public static final int NOTIFY_WOKENUP = 1;

  /// The news of a registration: it has been taken back.
  public static final int NOTIFY_REMOVED = 2;

  static final int NOTIFY_COOKIE_LEN = 32;
  static final int SIGEV_THREAD = 2;
  static final int AF_NETLINK = 16;
  static final int SOCK_RAW = 3;
  static final int SOCK_NONBLOCK = 0x800;

  private static final long MESSAGE_AT = 8;

  private MessageQueues() {}

  /// What the kernel says of a queue.
  ///
  /// @param mostMessages its capacity
  /// @param messageSize the longest message, in bytes
  /// @param messages how many are in it
  public record Attributes(long mostMessages, long messageSize, long messages) {}

  /// `mq_open(2)` of one that exists, closed on exec.
  public static int open(String name, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          SystemCall.MQ_OPEN.call(Files.address(arena, name), flags | Files.O_CLOEXEC, 0, 0);
    }
  }

  /// `mq_open(2)` of a new one, for reading and writing, without waiting, closed on exec.
  public static int create(String name, int mode, long mostMessages, long messageSize) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(MqAttr.BYTES, 8);
      attributes.set(JAVA_LONG, MqAttr.MAXMSG, mostMessages);
      attributes.set(JAVA_LONG, MqAttr.MSGSIZE, messageSize);
      int flags = Files.O_CREAT | Files.O_EXCL | Files.O_RDWR | Files.O_NONBLOCK | Files.O_CLOEXEC;
      return (int)
          SystemCall.MQ_OPEN.call(Files.address(arena, name), flags, mode, attributes.address());
    }
  }

  /// `mq_unlink(2)`.
  public static int unlink(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) SystemCall.MQ_UNLINK.call(Files.address(arena, name));
    }
  }

  /// `mq_timedsend(2)` on a descriptor that does not wait: `EAGAIN` if there is no room.
  public static int send(int fd, MemorySegment message, int priority) {
    return (int)
        SystemCall.MQ_TIMEDSEND.call(fd, message.address(), message.byteSize(), priority, 0);
  }

  /// `mq_timedreceive(2)` on a descriptor that does not wait: the length of the message, or
  /// `EAGAIN` if there is none.
  ///
  /// @param buffer of [#bufferSize]; the message and its priority are read from it by [#message]
  ///   and [#priority]
  public static long receive(int fd, MemorySegment buffer) {
    return SystemCall.MQ_TIMEDRECEIVE.call(
        fd, buffer.address() + MESSAGE_AT, buffer.byteSize() - MESSAGE_AT, buffer.address(), 0);
  }

  /// How large a buffer for [#receive] is.
  public static long bufferSize(long messageSize) {
    return MESSAGE_AT + messageSize;
  }

  /// The message that was received into a buffer.
  public static byte[] message(MemorySegment buffer, long length) {
    return buffer.asSlice(MESSAGE_AT, length).toArray(JAVA_BYTE);
  }

  /// The priority of the message that was received into a buffer.
  public static int priority(MemorySegment buffer) {
    return buffer.get(JAVA_INT, 0);
  }

  /// `mq_getattr(3)`.
  public static Attributes attributes(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(MqAttr.BYTES, 8);
      KernelException.check(
          "mq_getsetattr", SystemCall.MQ_GETSETATTR.call(fd, 0, attributes.address()));
      return new Attributes(
          attributes.get(JAVA_LONG, MqAttr.MAXMSG),
          attributes.get(JAVA_LONG, MqAttr.MSGSIZE),
          attributes.get(JAVA_LONG, MqAttr.CURMSGS));
    }
  }

  /// A socket for the news of one registration at a time; reading never waits.
  public static int socket() {
    return (int)
        SystemCall.SOCKET.call(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC, 0);
  }

  /// `mq_notify(2)`: registers this process to be told once over a socket; `EBUSY` if one is
  /// registered.
  public static int register(int fd, int socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(Sigevent.BYTES, 8);
      event.set(JAVA_LONG, Sigevent.VALUE, arena.allocate(NOTIFY_COOKIE_LEN).address());
      event.set(JAVA_INT, Sigevent.SIGNO, socket);
      event.set(JAVA_INT, Sigevent.NOTIFY, SIGEV_THREAD);
      return (int) SystemCall.MQ_NOTIFY.call(fd, event.address());
    }
  }

  /// `mq_notify(2)` without an event: takes this process's registration back, if it has one.
  public static int unregister(int fd) {
    return (int) SystemCall.MQ_NOTIFY.call(fd, 0);
  }

  /// The next news on a socket: [#NOTIFY_WOKENUP] or [#NOTIFY_REMOVED], or zero if there is none.
  public static int news(int socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cookie = arena.allocate(NOTIFY_COOKIE_LEN);
      long read = SystemCall.READ.call(socket, cookie.address(), NOTIFY_COOKIE_LEN);
      if (Errno.EAGAIN.is(read) || Errno.EINTR.is(read)) {
        return 0;
      }
      KernelException.check("read of a netlink socket", read);
      return read == NOTIFY_COOKIE_LEN ? cookie.get(JAVA_BYTE, NOTIFY_COOKIE_LEN - 1L) : 0;
    }
  }
}
