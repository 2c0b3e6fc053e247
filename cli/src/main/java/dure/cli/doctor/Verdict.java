// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

/// What is thought of a value that was found.
public enum Verdict {
  /// It serves most.
  OK,
  /// It may be met one day; the remedy says what to do then.
  WARNING,
  /// Something does not work because of it.
  WRONG
}
