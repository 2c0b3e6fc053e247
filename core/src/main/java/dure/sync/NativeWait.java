// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.linux.Errno;
import dure.parking.BlockingPool;

/// Waits that happen inside a function of C, which knows no interrupts and holds its thread: done
/// in slices, and for a virtual thread by a platform thread in its place.
final class NativeWait {
  /// The longest a thread is in C at a time: an interrupt or a close is noticed within this.
  static final long SLICE_NANOS = 100_000_000L;

  /// One slice of the wait.
  interface Slice {
    /// Waits at most `nanos`: zero if it has what it waited for, `EAGAIN`, `ETIMEDOUT` or `EINTR`
    /// if not yet, and any other result ends the wait.
    int await(long nanos);
  }

  private NativeWait() {}

  /// Waits slice after slice: the last slice's result.
  static int await(Wait wait, Slice slice) throws InterruptedException {
    int result = slice.await(0);
    while (isNotYet(result) && wait.goesOn()) {
      long nanos = Math.min(SLICE_NANOS, wait.remaining());
      result = BlockingPool.call(() -> slice.await(nanos));
    }
    return result;
  }

  static boolean isNotYet(int result) {
    return Errno.EAGAIN.is(result) || Errno.ETIMEDOUT.is(result) || Errno.EINTR.is(result);
  }
}
