// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The base of everything that Dure throws of its own: something went wrong with a mailbox, and the
/// message says what, with which mailbox, and what to do about it. What is merely not possible
/// *now* (full, empty, timed out) is a value, never an exception.
public abstract class DureException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String mailbox;

  /// For the types of this package.
  ///
  /// @param mailbox the address of the mailbox concerned
  /// @param problem what happened and what to do, to follow the mailbox's name
  DureException(String mailbox, String problem) {
    super("mailbox '" + mailbox + "': " + problem);
    this.mailbox = mailbox;
  }

  /// The address of the mailbox concerned.
  public String mailbox() {
    return mailbox;
  }
}
