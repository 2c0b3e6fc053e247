// SPDX-License-Identifier: Apache-2.0
package dure.bench.claims;

import java.util.List;

/// What one process does in a run.
///
/// @param role what it does
/// @param mechanism by which
/// @param creates the mailbox it creates; empty for none
/// @param opens the mailbox it opens; empty for none
/// @param bytes of each message
/// @param warmUpMillis before anything counts
/// @param millis in which it counts
record ClaimRole(
    Role role,
    Mechanism mechanism,
    String creates,
    String opens,
    int bytes,
    int warmUpMillis,
    int millis) {
  private static final String NONE = "-";

  /// What a process can do.
  enum Role {
    /// Sends, waits for the answer, and so on.
    PING,
    /// Answers.
    PONG,
    /// Sends, waiting for room.
    SEND,
    /// Sends, each time until it is received.
    TRANSFER,
    /// Sends, never waiting.
    TRY,
    /// Receives.
    RECEIVE,
    /// Receives, and works on each message for a while.
    LABOUR;

    boolean receives() {
      return this == PONG || this == RECEIVE || this == LABOUR;
    }
  }

  /// As the words of a command line.
  List<String> arguments() {
    return List.of(
        role.name(),
        mechanism.name(),
        creates.isEmpty() ? NONE : creates,
        opens.isEmpty() ? NONE : opens,
        Integer.toString(bytes),
        Integer.toString(warmUpMillis),
        Integer.toString(millis));
  }

  /// Reads them.
  static ClaimRole of(String... words) {
    return new ClaimRole(
        Role.valueOf(words[0]),
        Mechanism.valueOf(words[1]),
        words[2].equals(NONE) ? "" : words[2],
        words[3].equals(NONE) ? "" : words[3],
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]),
        Integer.parseInt(words[6]));
  }
}
