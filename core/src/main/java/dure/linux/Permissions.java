// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import java.util.function.IntPredicate;

/// Permissions, decided as the kernel decides when a file is opened: the owner's bits of the mode
/// count for the owner, the group's for its other members, the last ones for the rest, and root may
/// do everything.
///
/// @param uid whose it is
/// @param gid the group that the mode speaks of
/// @param mode permission bits
public record Permissions(int uid, int gid, int mode) {
  private static final int READ = 04;
  private static final int READ_AND_WRITE = 06;

  /// Those of a file.
  public static Permissions of(Files.Status file) {
    return new Permissions(file.uid(), file.gid(), file.permissions());
  }

  /// Whether the one at the other end of a connection may read, and if `writing` also write.
  public boolean allow(Sockets.Peer peer, boolean writing) {
    return allow(peer.uid(), peer::isIn, writing);
  }

  /// Whether a user may read, and if `writing` also write.
  ///
  /// @param isIn whether the user is in a group; asked only where that decides
  public boolean allow(int user, IntPredicate isIn, boolean writing) {
    int wanted = writing ? READ_AND_WRITE : READ;
    if (user == 0) {
      return true;
    }
    int granted = user == uid ? mode >>> 6 : isIn.test(gid) ? mode >>> 3 : mode;
    return (granted & wanted) == wanted;
  }
}
