// SPDX-License-Identifier: Apache-2.0
package dure.handover;

import dure.linux.Files;
import dure.linux.Permissions;
import dure.linux.Sockets;

/// Says who gets what at a [DescriptorServer], and how long it stays open. All calls come from the
/// thread of its [DescriptorLoop], but [#close] where it could not be opened. A
/// [dure.linux.KernelException] about a visitor concerns that visitor alone. In the shared loop no
/// call may wait: all other doors of the process would wait with it.
public interface AccessPolicy extends AutoCloseable {
  /// The descriptor to hand to a visitor; negative if it is refused. It stays the doorkeeper's.
  int handOut(Sockets.Peer visitor);

  /// How many visitors may stay; zero if each goes when it has its answer.
  int places();

  /// Tells a visitor more, who has been handed something and is about to stay.
  default void greet(int connection) {}

  /// Hears what a staying visitor says, or that it has gone; true if it stays on. Who has nothing
  /// to say can only have gone.
  default boolean hear(int connection) {
    return false;
  }

  /// Whether the door is to stay open; asked after each event there.
  default boolean isWanted() {
    return true;
  }

  /// What to say to all who have stayed to the end; negative to say nothing.
  default int lastWord() {
    return -1;
  }

  /// Lets go of what was handed out: the door is closed, or could not be opened.
  @Override
  void close();

  /// Which of two descriptors of a file its mode lets a visitor have; negative if neither.
  ///
  /// @param readable for who may only read
  /// @param writable for visitors that may also write; negative if none may
  static int byMode(Sockets.Peer visitor, int readable, int writable) {
    Permissions permissions = Permissions.of(Files.status(readable));
    if (writable >= 0 && permissions.allow(visitor, true)) {
      return writable;
    }
    return permissions.allow(visitor, false) ? readable : -1;
  }
}
