// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.Address;
import dure.DamagedMailboxException;
import dure.file.Failures;
import dure.handover.OwnerSocketName;
import dure.handover.Socket;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Pipes;
import dure.linux.Poll;
import dure.linux.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A visit to a pipe that another process owns.
///
/// @param connection to the owner: its end says that the owner has gone
/// @param fd the pipe, opened by the visitor
/// @param owner who it is, by name and number
record PipeOwnerConnection(Socket connection, int fd, String owner) implements AutoCloseable {
  /// Goes in at the door of a pipe; null if there is no such door.
  ///
  /// @param flags how to open the pipe, as `O_RDWR`
  /// @param use what for, to follow "may not"
  static @Nullable PipeOwnerConnection at(
      Address address, int flags, String use, long answerNanos) {
    OwnerSocketName door = PipeAccessPolicy.door(address);
    return door.enter(
        use,
        answerNanos,
        (connection, handle) -> {
          try {
            requirePipe(address, handle);
            door.awaitAnswer(connection, answerNanos);
            String owner = owner(connection.fd());
            int fd = Pipes.again(handle, flags);
            if (Errno.EACCES.is(fd)) {
              throw door.refused(connection, use);
            }
            Failures.check(address.toString(), "open it", fd);
            return new PipeOwnerConnection(connection, fd, owner);
          } finally {
            Files.close(handle);
          }
        });
  }

  private static void requirePipe(Address address, int handle) {
    if (!Pipes.isPipe(Files.status(handle))) {
      throw new DamagedMailboxException(address.toString(), "what its owner handed out is no pipe");
    }
  }

  private static String owner(int connection) {
    return "'" + card(connection) + "' (pid " + Sockets.peer(connection).pid() + ")";
  }

  private static String card(int connection) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment card = arena.allocate(PipeAccessPolicy.LONGEST_CARD);
      long got = Pipes.read(connection, card, PipeAccessPolicy.LONGEST_CARD);
      return new String(
              card.asSlice(0, Math.max(0, got)).toArray(JAVA_BYTE), StandardCharsets.UTF_8)
          .strip();
    }
  }

  /// Has the owner delete the mailbox: its name is free when this returns. An owner that is stopped
  /// is not waited for longer than `nanos`.
  void delete(Address address, long nanos) {
    Failures.check(
        address.toString(),
        "tell its owner",
        Sockets.send(connection.fd(), PipeAccessPolicy.DELETE, -1));
    boolean[] _ = Poll.await(new int[] {connection.fd()}, nanos);
  }

  @Override
  public void close() {
    Files.close(fd);
    connection.close();
  }
}
