// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The kernel refused this user: the mailbox's mode, owner and group do not let it in.
public final class NotPermittedException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public NotPermittedException(String mailbox, String problem) {
    super(mailbox, problem);
  }

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public NotPermittedException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
