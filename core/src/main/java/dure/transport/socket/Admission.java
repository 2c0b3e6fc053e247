// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.NotPermittedException;
import dure.linux.Names;
import dure.linux.Permissions;
import dure.linux.Processes;
import dure.socket.Credentials;
import dure.socket.Endpoint;
import java.util.Locale;

/// Who may come in at a Unix socket, decided as the kernel decides when a file is opened. At other
/// sockets the kernel vouches for no peer, and any process that reaches them may come in.
final class Admission {
  private static final int READ_AND_WRITE = 06;

  private final Permissions permissions;

  /// @param mode of the mailbox
  /// @param group that the mode speaks of; empty for our own
  Admission(int mode, String group) {
    int gid = group.isEmpty() ? Processes.gid() : Names.groupNumber(group).orElse(Processes.gid());
    this.permissions = new Permissions(Processes.uid(), gid, mode);
  }

  /// The mode of a socket's file that keeps out users without any rights. To connect is to write,
  /// so who may only read is let through here, and told apart inside.
  int fileMode() {
    int bits = 0;
    for (int shift = 0; shift <= 6; shift += 3) {
      if ((permissions.mode() >>> shift & READ_AND_WRITE) != 0) {
        bits |= READ_AND_WRITE << shift;
      }
    }
    return bits;
  }

  /// @param writing whether to take part, or only to look
  /// @throws NotPermittedException if the one at the other end may not do this
  void require(Endpoint connection, boolean writing) {
    Credentials peer = connection.peer();
    if (!permissions.allow(peer.uid(), connection::isPeerIn, writing)) {
      throw new NotPermittedException(
          "",
          String.format(
              Locale.ROOT,
              "it is user %s's (process %d), and user %s may not use it so; its owner can allow it"
                  + " by mode and group",
              Names.user(permissions.uid()),
              Processes.pid(),
              Names.user(peer.uid())));
    }
  }
}
