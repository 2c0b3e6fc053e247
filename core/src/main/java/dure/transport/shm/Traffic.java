// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

/// How many messages a look finds to have come and gone.
///
/// @param sent accepted since the mailbox was created
/// @param received of them, given back as done
record Traffic(long sent, long received) {
  /// How many are in the mailbox.
  long depth() {
    return sent - received;
  }
}
