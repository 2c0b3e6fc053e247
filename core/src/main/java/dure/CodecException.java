// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// A [Codec] could not make a message of a value, and nothing was sent; or not a value of a
/// message, and the message stays in the mailbox. The cause is the codec's own exception.
public final class CodecException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param mailbox the address concerned
  /// @param problem what happened and what to do about it
  /// @param cause what the codec said
  public CodecException(String mailbox, String problem, Throwable cause) {
    super(mailbox, problem);
    initCause(cause);
  }
}
