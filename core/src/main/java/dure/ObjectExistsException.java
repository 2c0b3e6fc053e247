// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// A region, lock or socket cannot be created: its name or key is taken. For mailboxes there is
/// [MailboxExistsException].
public final class ObjectExistsException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public ObjectExistsException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
