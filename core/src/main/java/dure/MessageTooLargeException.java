// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// A message is larger than the mailbox, or the buffer offered for it, can take; nothing was lost.
public final class MessageTooLargeException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public MessageTooLargeException(String mailbox, String problem) {
    super(mailbox, problem);
  }

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public MessageTooLargeException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
