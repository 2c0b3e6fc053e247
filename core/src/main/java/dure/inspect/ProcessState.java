// SPDX-License-Identifier: Apache-2.0
package dure.inspect;

/// What the kernel says of a process.
public enum ProcessState {
  /// It runs or sleeps; the processor time it uses tells which.
  ALIVE,
  /// A signal (SIGSTOP) or a debugger has stopped it.
  STOPPED,
  /// It has ended.
  GONE,
  /// It lives in another pid namespace, so its pid means nothing here.
  UNKNOWN
}
