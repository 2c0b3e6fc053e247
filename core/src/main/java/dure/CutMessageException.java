// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// A message of any length ended before it was whole: its sender or its receiver gave it up, closed
/// its side, or died.
public final class CutMessageException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public CutMessageException(String mailbox, String problem) {
    super(mailbox, problem);
  }

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public CutMessageException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
