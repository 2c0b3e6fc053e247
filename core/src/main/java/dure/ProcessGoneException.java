// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The process of this name has ended, or has left.
public final class ProcessGoneException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public ProcessGoneException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
