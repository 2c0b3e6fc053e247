// SPDX-License-Identifier: Apache-2.0
package dure.socket;

import dure.linux.SocketCalls;

/// What a socket carries.
public enum Kind {
  /// Bytes, in order, over a connection; where a message ends is for the two to agree on (see
  /// [SocketFrames]). `SOCK_STREAM`.
  STREAM(SocketCalls.SOCK_STREAM),
  /// Messages without a connection, each for itself. Between processes of one machine none is lost
  /// and their order is kept; over a network they may be lost, doubled and overtaken. `SOCK_DGRAM`.
  DATAGRAM(SocketCalls.SOCK_DGRAM),
  /// Messages, in order, over a connection. Unix only. `SOCK_SEQPACKET`.
  PACKET(SocketCalls.SOCK_SEQPACKET);

  final int number;

  Kind(int number) {
    this.number = number;
  }
}
