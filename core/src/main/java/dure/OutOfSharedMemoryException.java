// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The shared memory a mailbox needs is not there; nothing was created.
public final class OutOfSharedMemoryException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  public OutOfSharedMemoryException(String mailbox, String problem) {
    super(mailbox, problem);
  }

  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do about it
  public OutOfSharedMemoryException(Subject subject, String name, String problem) {
    super(subject, name, problem);
  }
}
