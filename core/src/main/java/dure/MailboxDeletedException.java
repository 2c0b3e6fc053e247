// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The mailbox was deleted while this process had it open; its waiters have been woken.
public final class MailboxDeletedException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public MailboxDeletedException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
