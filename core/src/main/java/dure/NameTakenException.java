// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// Another process has this name, or this port, already.
public final class NameTakenException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public NameTakenException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
