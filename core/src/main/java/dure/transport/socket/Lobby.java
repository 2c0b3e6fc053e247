// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Where those are who have connected and not yet said what they come for. It has so many places;
/// whoever comes next waits outside, at the socket, until one is free.
///
/// Who is slow to say hello may stay while there is room. When there is none for a moment, all go
/// who have been silent for longer than that: so a crowd that says nothing keeps nobody out.
final class Lobby {
  static final int PLACES = 64;

  private final Semaphore places = new Semaphore(PLACES);
  private final Map<Guest, Long> since = new ConcurrentHashMap<>();

  /// Waits for a free place, at most `longest`; whether there is one. Only the one who asks fills
  /// places.
  boolean hasPlace(Duration longest) throws InterruptedException {
    if (places.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      places.release();
      return true;
    }
    long latest = System.nanoTime() - longest.toNanos();
    since.forEach((guest, came) -> {
      if (came - latest <= 0) {
        guest.cutOff();
      }
    });
    return false;
  }

  void enter(Guest guest) {
    places.acquireUninterruptibly();
    since.put(guest, System.nanoTime());
  }

  /// He has been let in, or is gone. Leaving again does nothing.
  void leave(Guest guest) {
    if (since.remove(guest) != null) {
      places.release();
    }
  }

  int size() {
    return since.size();
  }
}
