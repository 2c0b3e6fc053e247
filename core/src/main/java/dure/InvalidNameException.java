// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// A name that cannot be a mailbox's, a region's or a namespace's.
public final class InvalidNameException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public InvalidNameException(String mailbox, String problem) {
    super(mailbox, problem);
  }

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public InvalidNameException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
