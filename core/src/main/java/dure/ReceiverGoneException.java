// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// No process is left at the reading end of a pipe: what is written there would be lost, and was
/// not written.
public final class ReceiverGoneException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public ReceiverGoneException(String mailbox, String problem) {
    super(mailbox, problem);
  }

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public ReceiverGoneException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
