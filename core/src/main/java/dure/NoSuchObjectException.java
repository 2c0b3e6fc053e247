// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// There is no region, lock or socket of this name or key. For mailboxes there is
/// [NoSuchMailboxException].
public final class NoSuchObjectException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public NoSuchObjectException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
