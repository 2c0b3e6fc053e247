// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// What stands in shared memory is not the lock, region or the like that it should be: overwritten,
/// detached, or never made. For mailboxes there is [DamagedMailboxException].
public final class DamagedObjectException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public DamagedObjectException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
