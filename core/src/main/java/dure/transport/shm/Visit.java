// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.linux.Files;
import dure.linux.Sockets;
import dure.memory.SharedFile;

/// A visit to a mailbox that another process owns: its memory, and the connection whose end says
/// that the owner has gone.
///
/// @param connection to the owner
/// @param file the memory, opened with locks of its own
record Visit(int connection, SharedFile file) implements AutoCloseable {

  /// Wakes everybody the moment the owner ends, for as long as the attachment lasts; without this
  /// they would notice at the end of their slice of sleep.
  void watch(Attachment attachment) {
    Thread watcher =
        Thread.ofPlatform()
            .daemon()
            .name("dure-visit-" + file.name())
            .unstarted(() -> {
              Sockets.receive(connection);
              attachment.ownerMayBeGone();
              Files.close(connection);
            });
    attachment.atClose(() -> Sockets.shutDown(connection));
    watcher.start();
  }

  @Override
  public void close() {
    file.close();
    Files.close(connection);
  }
}
