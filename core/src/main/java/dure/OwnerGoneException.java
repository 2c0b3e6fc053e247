// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The process that owned the mailbox has ended, and the mailbox with it.
public final class OwnerGoneException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public OwnerGoneException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
