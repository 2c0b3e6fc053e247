// SPDX-License-Identifier: Apache-2.0
package dure.handover;

import dure.Address;
import dure.DamagedMailboxException;
import dure.LinkTakenException;
import dure.MailboxExistsException;
import dure.NotPermittedException;
import dure.file.Failures;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Names;
import dure.linux.Processes;
import dure.linux.Sockets;
import dure.linux.UnixSocket;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The socket name of a mailbox that a process owns, for its owner and for its visitors.
///
/// @param address of the mailbox
/// @param socket the abstract name of the door
public record OwnerSocketName(Address address, String socket) {
  /// How long an owner that is not stopped may take to answer.
  public static final long ANSWER_NANOS = 1_000_000_000L;

  /// What a visitor makes of the descriptor that it was handed.
  public interface Entry<T> {
    /// @param connection to the owner, and to be kept; closed if this throws
    /// @param fd what the owner handed out, to be closed here
    T make(Socket connection, int fd);
  }

  /// Opens it.
  ///
  /// @param keeper waits for nothing, and is the door's to close, also if it cannot be opened
  /// @throws MailboxExistsException if another process has one of this name
  public DescriptorServer open(AccessPolicy keeper) {
    return DescriptorServer.open(socket, DescriptorLoop.SHARED, this::requireOpen, keeper);
  }

  private void requireOpen(int listening) {
    if (Errno.EADDRINUSE.is(listening)) {
      throw new MailboxExistsException(address.toString(), "a process owns one of this name");
    }
    Failures.check(address.toString(), "open its door", listening);
  }

  /// Whether a process has it open.
  public boolean isOpen() {
    return UnixSocket.listening().contains(UnixSocket.ABSTRACT + socket);
  }

  /// Goes in; null if there is no such door.
  ///
  /// @param use what for, to follow "may not"
  /// @param answerNanos how long to wait for the owner's answer
  /// @throws NotPermittedException if the mailbox's mode does not let this user in
  /// @throws LinkTakenException if there are as many visitors as it lets in
  public <T> @Nullable T enter(String use, long answerNanos, Entry<T> entry) {
    int connected = Sockets.connect(socket);
    if (Errno.ECONNREFUSED.is(connected)) {
      return null;
    }
    Failures.check(address.toString(), "connect to its owner", connected);
    Socket connection = new Socket(connected);
    T entered = null;
    try {
      awaitAnswer(connection, answerNanos);
      int fd = handedOut(connection, use);
      entered = fd < 0 ? null : entry.make(connection, fd);
      return entered;
    } finally {
      if (entered == null) {
        connection.close();
      }
    }
  }

  /// The descriptor that came with the answer; negative if the owner ended just now.
  private int handedOut(Socket connection, String use) {
    Sockets.Parcel parcel = Sockets.receive(connection.fd());
    if (parcel.fd() < 0 && parcel.value() == DescriptorServer.REFUSED) {
      throw refused(connection, use);
    }
    if (parcel.fd() < 0 && parcel.value() == DescriptorServer.FULL) {
      throw new LinkTakenException(
          address.toString(), "its owner lets no more visitors in; try again when one has left");
    }
    if (parcel.hadTooMany()) {
      throw new DamagedMailboxException(
          address.toString(),
          "what listens for it hands over more than one descriptor, so it is no mailbox's owner");
    }
    if (parcel.isCut()) {
      Failures.check(address.toString(), "be handed it", -Errno.EMFILE.number());
    }
    return parcel.fd();
  }

  /// Waits until the owner has something to say, or has ended.
  public void awaitAnswer(Socket connection, long nanos) {
    Failures.check(
        address.toString(),
        "get an answer from its owner, which may be stopped",
        connection.awaitInput(nanos) ? 0 : -Errno.ETIMEDOUT.number());
  }

  /// What is said to one whom the mode does not let in.
  public NotPermittedException refused(Socket connection, String use) {
    Sockets.Peer owner = Sockets.peer(connection.fd());
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

  /// The names of all mailboxes whose door is open, in order.
  ///
  /// @param prefix what the names of such doors begin with
  public static List<String> names(String prefix) {
    FileNames names = FileNames.current();
    String begin = UnixSocket.ABSTRACT + prefix;
    return UnixSocket.listening().stream()
        .filter(name -> name.startsWith(begin))
        .map(name -> name.substring(begin.length()))
        .filter(name -> names.objection(name) == null)
        .sorted()
        .toList();
  }
}
