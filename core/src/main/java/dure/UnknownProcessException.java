// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// No process has this name.
public final class UnknownProcessException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public UnknownProcessException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
