// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Where those are who have connected and not yet said what they come for. It has so many places;
/// the next guest waits outside, at the socket, until one is free.
///
/// Who is slow to say hello may stay while there is room. When there has been none for a while, all
/// guests go that have been silent for as long as that: so a silent crowd keeps no guest out.
final class PendingGuests {
  static final int PLACES = 64;

  private final Semaphore places = new Semaphore(PLACES);

  /// Since when each is there. The thread that takes a guest out decides whether it comes in or
  /// goes.
  private final Map<Guest, Long> since = new ConcurrentHashMap<>();

  /// Since when it has been full, as far as the host's keeper, whose alone this is, has seen; 0 if
  /// it has not.
  private long fullSince;

  /// Waits at most `longest` for a free place, and takes it; whether there was one.
  boolean takePlace(Duration longest) throws InterruptedException {
    if (places.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      fullSince = 0;
      return true;
    }
    // Not at the first time: a machine that stood still has let no guest say anything.
    if (fullSince != 0) {
      sendAwayWhoCameBefore(fullSince);
    }
    fullSince = System.nanoTime();
    return false;
  }

  private void sendAwayWhoCameBefore(long moment) {
    since.forEach((guest, came) -> {
      if (came - moment < 0 && leave(guest)) {
        guest.cutOff();
      }
    });
  }

  /// Gives back a place that no guest entered.
  void givePlaceBack() {
    places.release();
  }

  /// Enters at the place that was taken for the guest.
  void enter(Guest guest) {
    since.put(guest, System.nanoTime());
  }

  /// Leaves, and its place is free; false if the guest was not there any more, or never.
  boolean leave(Guest guest) {
    boolean left = since.remove(guest) != null;
    if (left) {
      places.release();
    }
    return left;
  }

  int size() {
    return since.size();
  }
}
