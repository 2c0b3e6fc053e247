// SPDX-License-Identifier: Apache-2.0
package dure.cli.exit;

/// `docs/errors.md`, made from the code.
final class ErrorsDocument {
  private static final String HEAD =
      """
      # Errors

      For scripts and programs: what can go wrong, how a command and the library tell it, and what each exit code means.

      Made from `dure.cli.exit` by `ErrorsDocumentTest`; do not edit.

      What is merely not possible *now* (full, empty, timed out) is a value in the library and exit code 3 of the
      command. Everything else that can go wrong is an exception, and the command prints it as one line on standard
      error: `dure: mailbox 'orders': what happened; what to do`.

      ## Exit codes of the command

      Fixed for good. A command that a signal ended has 128 and the signal's number, as with any other: 130 after
      Ctrl-C, 143 after `kill`, 141 when the reader of its output is gone (a message that could not be written stays in
      the mailbox).

      | exit code | meaning |
      | --: | --- |
      """;

  private static final String EXCEPTIONS =
      """

      ## Exceptions of the library

      All are unchecked and extend `DureException`, which is sealed: `mailbox()` says which mailbox is concerned, and
      `reason()` what a program can do about it, to be switched on. Beside them,
      `IllegalArgumentException` is a value no mailbox can have (exit code 2), and anything else is exit code 1.

      | exception | kernel's error | exit code | when |
      | --- | --- | --: | --- |
      """;

  private ErrorsDocument() {}

  static String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (ExitCode code : ExitCode.values()) {
      text.append(String.format("| %d | %s |%n", code.number(), code.meaning()));
    }
    text.append(EXCEPTIONS);
    for (Failure failure : Failure.values()) {
      text.append(
          String.format(
              "| `%s` | %s | %d | %s |%n",
              failure.exception().getSimpleName(),
              failure.errno(),
              failure.exitCode().number(),
              failure.meaning()));
    }
    return text.toString();
  }
}
