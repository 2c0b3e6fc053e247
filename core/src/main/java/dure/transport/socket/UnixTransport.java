// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.InvalidNameException;
import dure.MailboxSettings;
import dure.NotPermittedException;
import dure.linux.Names;
import dure.linux.UnixSocket;
import dure.socket.Endpoint;
import dure.socket.EndpointAddress.Unix;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// Mailboxes at a path or at a name of the kernel's own: `unix:/run/orders`, `unix:@orders`. They
/// can be opened by processes of the same machine, also from containers that share no memory but
/// the path's directory, or the network namespace for a name of the kernel's.
///
/// The kernel vouches for who connects, so the mailbox's mode and group decide who may. A path that
/// a killed host has left behind is replaced by the next creator there, and removed by the guests
/// that were connected to it.
public final class UnixTransport extends SocketTransport {
  /// For [java.util.ServiceLoader].
  public UnixTransport() {
    super(HostedName.UNIX);
  }

  @Override
  void requirePossible(Address address, MailboxSettings settings) {
    if (!settings.group().isEmpty() && Names.groupNumber(settings.group()).isEmpty()) {
      throw new InvalidNameException(
          address.toString(), "there is no group '" + settings.group() + "'");
    }
  }

  /// An abstract name has no file: there the host asks the kernel for each peer's user.
  @Override
  void admit(Address address, Endpoint listening, MailboxSettings settings) {
    if (((Unix) listening.local()).isAbstract()) {
      return;
    }
    String group = settings.group();
    OptionalInt gid =
        group.isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(Names.groupNumber(group).orElseThrow());
    try {
      listening.permit(new Admission(settings.mode(), group).fileMode(), gid);
    } catch (NotPermittedException refused) {
      throw new NotPermittedException(address.toString(), refused.problem());
    }
  }

  /// The listening sockets to which a mailbox in shared memory of the right name belongs.
  @Override
  List<String> addresses() {
    List<String> listening = UnixSocket.listening();
    Set<String> mailboxes =
        listening.stream()
            .map(HostedName::mailboxAt)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return listening.stream()
        .filter(Unix::isPossible)
        .map(Unix::new)
        .filter(unix -> mailboxes.contains(HostedName.of(unix)))
        .map(Unix::toString)
        .toList();
  }
}
