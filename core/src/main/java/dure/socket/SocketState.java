// SPDX-License-Identifier: Apache-2.0
package dure.socket;

/// How far a socket has come.
enum SocketState {
  NEW,
  BOUND,
  LISTENING,
  CONNECTED
}
