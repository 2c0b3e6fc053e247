// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.LinkTakenException;
import dure.MailboxClosedException;
import dure.NotPermittedException;
import dure.file.Failures;
import dure.file.SharedFile;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Names;
import dure.linux.Poll;
import dure.linux.Processes;
import dure.linux.Sockets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A visit to a mailbox that another process owns: its memory, and the connection whose end says
/// that the owner has gone, or closed its [Door].
///
/// @param connection to the owner
/// @param file the memory, opened with locks of its own
record Visit(Socket connection, SharedFile file) implements AutoCloseable {
  /// How long an owner that is not stopped may take to answer.
  static final long ANSWER_NANOS = 5_000_000_000L;

  /// Goes in at the door of a mailbox; null if there is no such door.
  ///
  /// @param writing whether to take part, or only to look
  /// @param answerNanos how long to wait for the owner's answer
  /// @throws NotPermittedException if the mailbox's mode does not let this user in
  /// @throws LinkTakenException if there are as many visitors as it lets in
  static @Nullable Visit at(Address address, boolean writing, long answerNanos) {
    int connected = Sockets.connect(FileNames.door(address.name()));
    if (Errno.ECONNREFUSED.is(connected)) {
      return null;
    }
    Failures.check(address.toString(), "connect to its owner", connected);
    Socket connection = new Socket(connected);
    Visit visit = null;
    try {
      visit = enter(address, connection, writing, answerNanos);
      return visit;
    } finally {
      if (visit == null) {
        connection.close();
      }
    }
  }

  private static @Nullable Visit enter(
      Address address, Socket connection, boolean writing, long answerNanos) {
    Failures.check(
        address.toString(),
        "get an answer from its owner, which may be stopped",
        Poll.await(new int[] {connection.fd()}, answerNanos)[0] ? 0 : -Errno.ETIMEDOUT.number());
    Sockets.Parcel parcel = Sockets.receive(connection.fd());
    if (parcel.fd() >= 0) {
      try (SharedFile handed = SharedFile.adopt(address.name(), parcel.fd())) {
        return new Visit(connection, handed.again(writing));
      }
    }
    return switch (parcel.value()) {
      case Door.REFUSED -> throw refused(address, Sockets.peer(connection.fd()));
      case Door.FULL ->
          throw new LinkTakenException(
              address.toString(),
              "its owner lets no more visitors in; try again when one has left");
      default -> null; // the owner ended just now
    };
  }

  private static NotPermittedException refused(Address address, Sockets.Peer owner) {
    return new NotPermittedException(
        address.toString(),
        String.format(
            Locale.ROOT,
            "it is user %s's (process %d), and user %s may not use it; its owner can allow it by"
                + " mode and group",
            Names.user(owner.uid()),
            owner.pid(),
            Names.user(Processes.uid())));
  }

  /// Wakes everybody the moment the owner ends, for as long as the attachment lasts; without this
  /// they would notice at the end of their slice of sleep.
  void watch(Attachment attachment) {
    attachment.atClose(connection::shutDown);
    Thread.ofPlatform()
        .daemon()
        .name("dure-visit-" + file.name())
        .start(() -> awaitEndFor(attachment));
  }

  private void awaitEndFor(Attachment attachment) {
    try (connection) {
      Sockets.receive(connection.fd());
      attachment.ownerMayBeGone();
    } catch (MailboxClosedException meanwhile) {
      // Then nobody waits here who would have to be woken.
    }
  }

  /// Goes out again with the memory in hand: who only reads takes up no place, and need not be told
  /// of the owner's end.
  SharedFile leave() {
    connection.close();
    return file;
  }

  /// Has the owner look whether its mailbox still is, and waits until it has closed the door: then
  /// the name is free. An owner that is stopped is not waited for longer than `nanos`.
  void awaitClosedDoor(long nanos) {
    int knocking = Sockets.connect(FileNames.door(file.name()));
    if (knocking >= 0) {
      Files.close(knocking);
    }
    Poll.await(new int[] {connection.fd()}, nanos);
  }

  @Override
  public void close() {
    file.close();
    connection.close();
  }
}
