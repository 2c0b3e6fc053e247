// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// A link that takes a limited number of processes has them already.
public final class LinkTakenException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public LinkTakenException(String mailbox, String problem) {
    super(mailbox, problem);
  }
}
