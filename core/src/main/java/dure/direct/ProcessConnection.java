// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.Channel;
import dure.Deadline;
import dure.LinkTakenException;
import dure.Mailbox;
import dure.NotPermittedException;
import dure.OutOfSharedMemoryException;
import dure.ProcessGoneException;
import dure.ProcessRenamedException;
import dure.UnknownProcessException;
import dure.handover.AnonymousMailboxes;
import dure.handover.DescriptorServer;
import dure.handover.Socket;
import dure.linux.Poll;
import dure.linux.Sockets;
import org.jspecify.annotations.Nullable;

/// A connection to another process by its name. For one thread.
///
/// @param process the other one
/// @param socket whose end says that the process has gone, or has another name
/// @param registration of the process
record ProcessConnection(ProcessAddress process, Socket socket, Registration registration)
    implements AutoCloseable {
  /// Connects to the process of a name.
  ///
  /// @param deadline a [Deadline] for its answer
  /// @throws UnknownProcessException if no process has the name
  /// @throws ProcessGoneException if the process ends meanwhile
  /// @throws dure.SystemFailureException if the process does not answer until then, or within about
  ///   a second if it is stopped
  /// @throws LinkTakenException if the process has as many connections as it can have
  static ProcessConnection at(ProcessAddress process, long deadline) {
    if (process.isTooLong()) {
      throw process.unknown();
    }
    Sockets.Peer holder = process.holder();
    ProcessConnection made =
        process
            .socketName()
            .enter(
                "talk to",
                patienceNanos(holder, deadline),
                (connection, fd) ->
                    new ProcessConnection(
                        process, connection, Registration.of(process.address(), fd)));
    if (made == null) {
      throw holder == null ? process.unknown() : process.gone();
    }
    return made;
  }

  private static long patienceNanos(Sockets.@Nullable Peer holder, long deadline) {
    return Math.min(
        ProcessAddress.patienceNanos(holder), Math.max(0, Deadline.remaining(deadline)));
  }

  /// Looks whether the process still is, under this name.
  ///
  /// @throws ProcessRenamedException if it has taken another name
  /// @throws ProcessGoneException if it has ended, or has left
  void requireThere() {
    boolean ended = Poll.await(new int[] {socket.fd()}, 0)[0];
    if (registration.isGivenUp()) {
      throw process.renamed();
    }
    if (ended) {
      throw process.gone();
    }
  }

  /// Makes the link by which this process sends to the other; this connection is then the link's.
  ///
  /// @param me the name of this process
  /// @param deadline a [Deadline] for the answer of the other
  OutgoingLink link(String me, long deadline) {
    LinkRequest.link(me).send(socket.fd());
    process.socketName().awaitAnswer(socket, patienceNanos(process.holder(), deadline));
    Sockets.Parcel answer = Sockets.receive(socket.fd());
    if (answer.fd() < 0) {
      throw refused(answer, me);
    }
    Channel channel =
        AnonymousMailboxes.inSharedMemory().join(process.link(me), socket, answer.fd(), me);
    return new OutgoingLink(process, registration, Mailbox.over(channel));
  }

  private RuntimeException refused(Sockets.Parcel answer, String me) {
    return switch (answer.value()) {
      case DescriptorServer.FULL ->
          new LinkTakenException(
              process.toString(),
              "it is linked with "
                  + IncomingLinks.MOST
                  + " processes that send to it, and there is no place for more; try again when one"
                  + " of them has ended");
      case LinkServer.NO_MEMORY ->
          new OutOfSharedMemoryException(
              process.toString(),
              "it has no memory or no descriptor for a link; free memory, end links that are no"
                  + " longer needed, or raise its limits");
      case DescriptorServer.REFUSED ->
          new NotPermittedException(
              process.toString(),
              "it finds no process called '"
                  + me
                  + "' that is this one, so there is no link; join under that name again");
      default -> registration.isGivenUp() ? process.renamed() : process.gone();
    };
  }

  @Override
  public void close() {
    socket.close();
    registration.close();
  }
}
