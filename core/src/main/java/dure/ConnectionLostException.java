// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The connection to the process that holds the mailbox broke, or was refused or ended by a time
/// limit. Whether the last message was accepted is not known unless the call had returned.
public final class ConnectionLostException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public ConnectionLostException(String mailbox, String problem) {
    super(mailbox, problem);
  }

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public ConnectionLostException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
