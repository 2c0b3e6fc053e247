// SPDX-License-Identifier: Apache-2.0
package dure.raw;

/// A place in the protocol at which being killed matters. Each has a number, an entry in
/// `docs/recovery.md` and a test that kills a process there.
///
/// In the product [#reached] is empty and compiles to nothing. The crash tests put a class of the
/// same name in front of this one that stops the process at a chosen step.
public final class Step {
  private Step() {}

  /// The process is at this step: everything before it has happened, nothing after it.
  ///
  /// @param number one of the constants of [Steps]
  public static void reached(int number) {}
}
