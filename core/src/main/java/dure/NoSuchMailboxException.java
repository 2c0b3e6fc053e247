// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// Nothing of that name exists.
public final class NoSuchMailboxException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public NoSuchMailboxException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
