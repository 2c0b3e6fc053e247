// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The threads of one process that wait for the same: one of them, the *leader*, sleeps where
/// others wake it, and the *followers* park behind it (the pattern *leader/followers*).
///
/// A wake from outside so wakes one thread of a process, however many wait. A leader that stops
/// waiting, served or not, makes the follower that waits longest the leader, and that one looks for
/// itself before it sleeps. So every event is followed by a look of a waiting thread, and a look
/// that finds something is followed by the next thread's.
@SuppressWarnings("NonAtomicVolatileUpdate") // the lock guards each update
public final class Followers {
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock. The leader is read without it: only its own thread, and the one that makes
  // it leader, turn on what they read.
  private volatile @Nullable Thread leader;
  private final Set<Thread> followers = new LinkedHashSet<>();
  private volatile int members;

  /// Takes part: true if this thread leads, false if it follows. Again says what it is by now.
  public boolean lead() {
    Thread me = Thread.currentThread();
    if (leader == me) {
      return true;
    }
    lock.lock();
    try {
      if (leader == null) {
        leader = me;
        members++;
      } else if (leader != me && followers.add(me)) {
        members++;
      }
      return leader == me;
    } finally {
      lock.unlock();
    }
  }

  /// Parks a follower until it leads, its time is over, it is interrupted, or for no reason at all.
  public void follow(long nanos) {
    if (leader != Thread.currentThread()) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  /// Takes part no longer. Does nothing for a thread that does not.
  public void leave() {
    if (members > 0) {
      remove(Thread.currentThread());
    }
  }

  private void remove(Thread me) {
    Thread next = null;
    lock.lock();
    try {
      if (leader == me) {
        next = followers.isEmpty() ? null : followers.iterator().next();
        followers.remove(next);
        leader = next;
        members--;
      } else if (followers.remove(me)) {
        members--;
      }
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(next);
  }

  /// Whether the leader has been interrupted, which a thread in the kernel does not notice.
  public boolean isLeaderInterrupted() {
    Thread now = leader;
    return now != null && now.isInterrupted();
  }
}
