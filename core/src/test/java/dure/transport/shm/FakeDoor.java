// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;

import dure.file.SharedFile;
import dure.handover.DescriptorServer;
import dure.layout.FileNames;
import dure.linux.Files;
import dure.linux.Sockets;

/// What any user can put up under any name: a door, and behind it memory of his own.
final class FakeDoor implements AutoCloseable {
  private final int listening;
  private final SharedFile memory;
  private final Thread keeper;

  /// @param memory what every visitor is handed
  FakeDoor(String name, SharedFile memory) {
    this.memory = memory;
    this.listening = Sockets.listen(FileNames.current().door(name));
    assertThat(listening).isNotNegative();
    this.keeper = Thread.ofPlatform().start(this::answer);
  }

  private void answer() {
    for (int visitor; (visitor = Sockets.accept(listening)) >= 0; Files.close(visitor)) {
      Sockets.send(visitor, DescriptorServer.WELCOME, memory.fd());
    }
  }

  @Override
  public void close() throws InterruptedException {
    Sockets.shutDown(listening);
    keeper.join();
    Files.close(listening);
    memory.close();
  }
}
