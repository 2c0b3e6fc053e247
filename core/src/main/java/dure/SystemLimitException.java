// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// A limit of the system, or of this user or process, was met: the message says which one, how much
/// it is, and how to raise it. Nothing was created or sent. `dure doctor` lists them all.
public final class SystemLimitException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public SystemLimitException(String mailbox, String problem) {
    super(mailbox, problem);
  }

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public SystemLimitException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
