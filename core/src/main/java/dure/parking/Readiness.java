// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.linux.Poll;

/// Waiting until a descriptor is ready. A platform thread waits in the kernel itself; a virtual
/// thread parks, and one platform thread waits for all of them.
public final class Readiness {
  private Readiness() {}

  /// Waits until there is something to read, at most `nanos`. Returns when there is, when the time
  /// is over, or for no reason at all: the caller tries again. A virtual thread returns when it is
  /// interrupted too; its status is kept.
  ///
  /// @param fd stays open until this returns
  public static void awaitInput(int fd, long nanos) {
    await(fd, Poll.POLLIN, nanos);
  }

  /// The same, until there is room to write.
  public static void awaitRoom(int fd, long nanos) {
    await(fd, Poll.POLLOUT, nanos);
  }

  /// The same, until any of several events, as [Poll] has them.
  public static void await(int fd, int events, long nanos) {
    if (nanos <= 0 || Thread.currentThread().isInterrupted()) {
      return;
    }
    if (Thread.currentThread().isVirtual()) {
      FdPoller.sleep(fd, events, nanos);
    } else {
      Poll.await(new int[] {fd}, new int[] {events}, nanos);
    }
  }
}
