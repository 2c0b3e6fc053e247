// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import dure.Deadline;
import dure.DureException.Subject;
import dure.MessageTooLargeException;
import dure.linux.Errno;
import dure.linux.Poll;
import dure.linux.SocketCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Messages that are sent and received without a connection.
final class Datagrams {
  private Datagrams() {}

  static boolean send(
      SocketDescriptor descriptor,
      String name,
      EndpointAddress to,
      byte[] bytes,
      @Nullable Duration within)
      throws InterruptedException {
    byte[] encoded = to.encoded();
    // "Writable" says nothing of the room at the other end of a Unix socket without a connection,
    // so that is asked again and again.
    int events = to.family() == EndpointAddress.Family.UNIX ? 0 : Poll.POLLOUT;
    try (Arena arena = Arena.ofShared()) {
      MemorySegment room = arena.allocate(Math.max(1, bytes.length));
      MemorySegment.copy(bytes, 0, room, ValueLayout.JAVA_BYTE, 0, bytes.length);
      MemorySegment message = room.asSlice(0, bytes.length);
      int sent =
          descriptor.whenReady(
              name,
              events,
              Deadline.after(within),
              true,
              fd -> SocketCalls.sendTo(fd, message, encoded));
      return !Errno.EAGAIN.is(sent) && SocketErrors.check(to.toString(), "send", sent) >= 0;
    }
  }

  static @Nullable Datagram receive(
      SocketDescriptor descriptor, String name, int most, @Nullable Duration within)
      throws InterruptedException {
    try (Arena arena = Arena.ofShared()) {
      MemorySegment room = arena.allocate(Math.max(1, most));
      byte[][] from = new byte[1][];
      int got =
          descriptor.whenReady(
              name,
              Poll.POLLIN,
              Deadline.after(within),
              true,
              fd -> {
                SocketCalls.Arrived arrived = SocketCalls.receiveFrom(fd, room);
                from[0] = arrived.from();
                return arrived.length();
              });
      if (Errno.EAGAIN.is(got)) {
        return null;
      }
      SocketErrors.check(name, "receive", got);
      requireWhole(name, got, most);
      return new Datagram(
          room.asSlice(0, got).toArray(ValueLayout.JAVA_BYTE), EndpointAddress.decoded(from[0]));
    }
  }

  /// A message of which the kernel has thrown the end away is no message.
  static void requireWhole(String name, int got, int room) {
    if (got > room) {
      throw new MessageTooLargeException(
          Subject.CHANNEL,
          name,
          "a message of "
              + got
              + " bytes came, and there was room for "
              + room
              + "; it is lost: read with more room");
    }
  }
}
