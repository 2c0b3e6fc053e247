// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// This process has closed its handle; open the mailbox again to go on.
public final class MailboxClosedException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public MailboxClosedException(String mailbox, String problem) {
    super(mailbox, problem);
  }

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public MailboxClosedException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
