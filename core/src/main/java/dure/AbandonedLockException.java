// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The process that held this lock ended before it gave the lock back, so what the lock protects
/// may be half-written. The caller does *not* hold the lock (except after waiting at a condition,
/// which always returns with its lock held). Every thread that comes is told so until one repairs:
/// by `recover`, or by a repair that was named when the lock was made.
public final class AbandonedLockException extends DureException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param lock the lock concerned
  /// @param problem what happened and what to do about it
  public AbandonedLockException(String lock, String problem) {
    super(Subject.LOCK, lock, problem);
  }
}
