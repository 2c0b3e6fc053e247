// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// A service received a call and failed to answer it. The message tells what its handler threw.
public final class CallFailedException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  private final String failure;

  /// @param mailbox the service concerned
  /// @param failure the class of what its handler threw
  /// @param problem what the handler said
  public CallFailedException(String mailbox, String failure, String problem) {
    super(mailbox, "the service failed to answer: " + failure + ": " + problem);
    this.failure = failure;
  }

  /// The name of the class of what the service's handler threw.
  public String failure() {
    return failure;
  }
}
