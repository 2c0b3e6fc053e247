// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.Address;
import dure.DamagedMailboxException;
import dure.LinkTakenException;
import dure.NotPermittedException;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Names;
import dure.linux.Pipes;
import dure.linux.Poll;
import dure.linux.Processes;
import dure.linux.Sockets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A visit to a pipe that another process owns.
///
/// @param connection to the owner: its end says that the owner has gone
/// @param fd the pipe, opened by the visitor
/// @param owner who it is, by name and number
record Visit(int connection, int fd, String owner) implements AutoCloseable {
  /// How long an owner that is not stopped may take to answer.
  static final long ANSWER_NANOS = 5_000_000_000L;

  /// Goes in at the door of a pipe; null if there is no such door.
  ///
  /// @param flags how to open the pipe, as `O_RDWR`
  /// @param use what for, to follow "may not"
  /// @throws NotPermittedException if the pipe's mode does not let this user
  static @Nullable Visit at(Address address, int flags, String use, long answerNanos) {
    int connection = Sockets.connect(Door.socket(address));
    if (Errno.ECONNREFUSED.is(connection)) {
      return null;
    }
    Failures.check(address.toString(), "connect to its owner", connection);
    Visit visit = null;
    try {
      visit = enter(address, connection, flags, use, answerNanos);
      return visit;
    } finally {
      if (visit == null) {
        Files.close(connection);
      }
    }
  }

  private static @Nullable Visit enter(
      Address address, int connection, int flags, String use, long answerNanos) {
    awaitAnswer(address, connection, answerNanos);
    Sockets.Parcel parcel = Sockets.receive(connection);
    if (parcel.fd() < 0) {
      return switch (parcel.value()) {
        case Door.REFUSED -> throw refused(address, connection, use);
        case Door.FULL ->
            throw new LinkTakenException(
                address.toString(),
                "its owner lets no more visitors in; try again when one has left");
        default -> null; // the owner ended just now
      };
    }
    try {
      if (!Pipes.isPipe(Files.status(parcel.fd()))) {
        throw new DamagedMailboxException(
            address.toString(), "what its owner handed out is no pipe");
      }
      awaitAnswer(address, connection, answerNanos);
      String owner = "'" + card(connection) + "' (pid " + Sockets.peer(connection).pid() + ")";
      int fd = Pipes.again(parcel.fd(), flags);
      if (Errno.EACCES.is(fd)) {
        throw refused(address, connection, use);
      }
      return new Visit(connection, Failures.check(address.toString(), "open it", fd), owner);
    } finally {
      Files.close(parcel.fd());
    }
  }

  private static void awaitAnswer(Address address, int connection, long nanos) {
    Failures.check(
        address.toString(),
        "get an answer from its owner, which may be stopped",
        Poll.await(new int[] {connection}, nanos)[0] ? 0 : -Errno.ETIMEDOUT.number());
  }

  private static String card(int connection) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment card = arena.allocate(Door.LONGEST_CARD);
      long got = Pipes.read(connection, card, Door.LONGEST_CARD);
      return new String(
              card.asSlice(0, Math.max(0, got)).toArray(JAVA_BYTE), StandardCharsets.UTF_8)
          .strip();
    }
  }

  private static NotPermittedException refused(Address address, int connection, String use) {
    Sockets.Peer owner = Sockets.peer(connection);
    return new NotPermittedException(
        address.toString(),
        String.format(
            Locale.ROOT,
            "it is user %s's (process %d), and user %s may not %s it; its owner can allow it by"
                + " mode and group",
            Names.user(owner.uid()),
            owner.pid(),
            Names.user(Processes.uid()),
            use));
  }

  /// Has the owner delete the mailbox: its name is free when this returns. An owner that is stopped
  /// is not waited for longer than `nanos`.
  void delete(Address address, long nanos) {
    Failures.check(address.toString(), "tell its owner", Sockets.send(connection, Door.DELETE, -1));
    boolean[] _ = Poll.await(new int[] {connection}, nanos);
  }

  @Override
  public void close() {
    Files.close(fd);
    Files.close(connection);
  }
}
