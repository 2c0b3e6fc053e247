// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import dure.carrier.SharedDescriptor;
import java.util.Map;

/// How a process has got at a pipe: where its descriptors come from, and how it learns that the
/// mailbox is no more. Safe for all threads.
interface PipeAccess extends AutoCloseable {
  /// Where to write: a descriptor that the caller is inside of, and leaves.
  SharedDescriptor toSend();

  /// Where to read, in the same way. Once it has been called, always the same opening, so that a
  /// lock taken for it stays.
  SharedDescriptor toReceive();

  /// Where to look, in the same way, changing nothing.
  SharedDescriptor toLook();

  /// @param fd one of its descriptors, open
  /// @throws dure.DureException if the mailbox is no more, saying why
  void requireLive(int fd);

  /// No process has the reading end open.
  ///
  /// @param seen whether this handle has known a process that had
  /// @throws dure.ReceiverGoneException unless a reader may still come and the message can wait
  void nobodyReads(boolean seen);

  /// No process has the writing end open, and all was read.
  ///
  /// @throws dure.DureException unless a writer may still come
  void nobodyWrites();

  /// What is to be told of it beside what the kernel says of any pipe.
  Map<String, String> notes();

  @Override
  void close();
}
