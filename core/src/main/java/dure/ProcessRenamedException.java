// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The process that had this name has taken another one.
public final class ProcessRenamedException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public ProcessRenamedException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
