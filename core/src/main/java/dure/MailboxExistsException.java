// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// An exclusive create found the name taken.
public final class MailboxExistsException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public MailboxExistsException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
