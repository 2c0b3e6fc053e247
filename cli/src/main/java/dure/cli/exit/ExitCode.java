// SPDX-License-Identifier: Apache-2.0
package dure.cli.exit;

/// What a command tells its caller when it ends. The numbers are fixed for good: scripts live by
/// them.
public enum ExitCode {
  /// Everything asked for was done.
  DONE(0, "done"),
  /// It went wrong in a way that has no number of its own.
  FAILED(1, "failed"),
  /// The command line asks for something that cannot be.
  WRONG_USAGE(2, "wrong usage: an unknown option, an impossible value, a name no mailbox can have"),
  /// It would have had to wait, and was told not to, or not longer.
  NOT_NOW(3, "not now: full, empty, or timed out"),
  /// Nothing of that name is there.
  NO_SUCH_MAILBOX(4, "no such mailbox"),
  /// The kernel keeps this user out.
  NOT_PERMITTED(5, "not permitted"),
  /// The name is taken.
  ALREADY_EXISTS(6, "already exists"),
  /// The mailbox ended while the command had it open.
  GONE(7, "the mailbox's owner is gone, or it was deleted, while the command used it"),
  /// What stands there is no mailbox of this version.
  DAMAGED(8, "damaged or foreign: what stands there is no mailbox this version can use");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /// The status the shell sees.
  public int number() {
    return number;
  }

  /// What it means, for the document.
  public String meaning() {
    return meaning;
  }
}
