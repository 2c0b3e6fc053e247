// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.file.Failures;
import dure.file.FileLocation;
import dure.file.SharedFile;
import dure.handover.DescriptorLoop;
import dure.handover.Socket;
import dure.layout.FileNames;
import dure.linux.Files;
import dure.linux.Poll;
import dure.linux.Sockets;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// A visit to a mailbox that another process owns: its memory, and the connection whose end says
/// that the owner has gone, or closed its door.
///
/// @param connection to the owner
/// @param file the memory, opened with locks of its own
record OwnerConnection(Socket connection, SharedFile file) implements AutoCloseable {
  /// Goes in at the door of a mailbox; null if there is no such door.
  ///
  /// @param writing whether to take part, or only to look
  /// @param answerNanos how long to wait for the owner's answer
  static @Nullable OwnerConnection at(
      Address address, Address called, boolean writing, long answerNanos) {
    FileLocation place = FileLocation.of(address.name()).called(called.toString());
    return MemoryAccessPolicy.door(address)
        .enter(
            "use",
            answerNanos,
            (connection, fd) -> {
              try (SharedFile handed = SharedFile.adopt(place, fd)) {
                return new OwnerConnection(connection, handed.again(writing));
              }
            });
  }

  /// Wakes all waiters of this process the moment the owner ends, for as long as the attachment
  /// lasts; without this they would notice at the next round of housekeeping.
  void watch(Address called, Attachment attachment) {
    attachment.atEnd(connection::shutDown);
    OwnerWatch watch = new OwnerWatch(connection, new WeakReference<>(attachment), file.name());
    Failures.check(called.toString(), "watch its owner", DescriptorLoop.SHARED.add(watch));
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
    int knocking = Sockets.connect(FileNames.current().door(file.name()));
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
