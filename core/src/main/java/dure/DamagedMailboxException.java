// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// What stands in shared memory is not a mailbox this version can use: foreign, of another version,
/// truncated or overwritten.
public final class DamagedMailboxException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public DamagedMailboxException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
