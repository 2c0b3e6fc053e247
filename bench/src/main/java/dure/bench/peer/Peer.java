// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import java.util.List;

/// A mechanism that carries messages from one process to another.
public interface Peer {
  /// What the table and the option `--peers` call it.
  String name();

  /// What it is and how it is used here, in one line.
  String meaning();

  /// The peer that does the same job elsewhere, and that it is compared with; its own name if it is
  /// that peer.
  String rival();

  /// Whether messages wait for their receiver. If not, only one can be on its way at a time.
  boolean queues();

  /// Whether it is a form of Dure, and not a rival.
  default boolean isDure() {
    return false;
  }

  /// The longest message it carries, in bytes.
  default int mostBytes() {
    return Integer.MAX_VALUE;
  }

  /// What a JVM needs to be told to use it.
  default List<String> jvmOptions() {
    return List.of();
  }

  /// Makes the place, before either process opens it.
  void create(PeerPlace place);

  /// Opens the place to send.
  Sender sender(PeerPlace place);

  /// Opens the place to receive; every message is to be told to `tally`.
  Receiver receiver(PeerPlace place, Tally tally);

  /// Removes the place and whatever there is of it. Does nothing if there is nothing.
  void remove(PeerPlace place);
}
