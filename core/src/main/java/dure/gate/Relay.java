// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import dure.DureException;
import dure.parking.Housekeeping;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The threads of one process that wait at one [Gate] for different things: one of them, the
/// *leader*, sleeps at the gate, and the others park behind it.
///
/// A leader that wakes looks for all of them and calls those whose thing seems to be there (*relay
/// signalling*). So a wake from outside wakes one thread of a process, and that one only the
/// threads that have a reason. A leader that stops waiting makes the thread that waits longest the
/// leader, which looks for all before it sleeps.
///
/// Why no thread sleeps beside its thing: a thread takes part first and looks for itself after
/// that, and the leader looks, announced, at what is there first and at the threads after that. Of
/// each thread that comes and each thing that comes meanwhile one sees the other. A thread that was
/// called for a thing and leaves without it looks once more for the others.
///
/// @param <W> what a thread waits for
public final class Relay<W> {
  /// Instead of an event: the thread follows. An event is odd.
  private static final int FOLLOWS = 0;

  /// A look around looks for so many threads, the next time for the next. A sweep after a death
  /// wakes the leader; only what a stopped process has not told of waits for its turn.
  private static final int ATTENDED_AT_ONCE = 16;

  private final Gate gate;
  private final Look<W> look;
  private final Housekeeping housekeeping;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock. The leader is read without it: only its own thread, and the one that makes
  // it leader, turn on what they read.
  private final Set<Place> places = new LinkedHashSet<>();
  private final Deque<Place> round = new ArrayDeque<>();
  private volatile @Nullable Place leader;

  /// What is there.
  ///
  /// @param <W> what a thread waits for
  @FunctionalInterface
  public interface Look<W> {
    /// Looks once. What it returns is asked for one thread after the other whether its thing seems
    /// to be there; a thing that only one thread can have is there for the first that asks.
    Predicate<W> now();
  }

  /// @param gate where others wake this process
  /// @param look for all that wait here
  /// @param attend does what a look around a mailbox begins with, and then what it is given
  public Relay(Gate gate, Look<W> look, Consumer<Runnable> attend) {
    this.gate = gate;
    this.look = look;
    this.housekeeping = new Housekeeping(() -> attend.accept(this::lookAround));
  }

  /// A place to wait at, for this thread and once. It takes part from its first announcement until
  /// it leaves.
  public Place place(W wanted) {
    return new Place(wanted);
  }

  /// One thread's place.
  public final class Place implements EventCount {
    private final Thread thread = Thread.currentThread();
    private final W wanted;

    /// Of its own thread.
    private boolean takesPart;

    /// Whether its thing has been seen since its thread last announced itself.
    private volatile boolean called;

    /// Of its own thread: whether it has ever been called.
    private boolean wasCalled;

    private Place(W wanted) {
      this.wanted = wanted;
    }

    @Override
    public int announce() {
      if (!takesPart) {
        takePart(this);
        takesPart = true;
      }
      wasCalled |= called;
      called = false;
      if (leader != this) {
        VarHandle.fullFence(); // the thread looks for its thing after this
        return FOLLOWS;
      }
      int event = gate.announce();
      boolean _ = relay(this);
      return event;
    }

    @Override
    public void sleep(int event, long nanos) {
      if (event != FOLLOWS) {
        lead(event, nanos);
      } else if (!called && leader != this) {
        LockSupport.parkNanos(Relay.this, nanos);
      }
    }

    private void lead(int event, long nanos) {
      housekeeping.beginSleep();
      try {
        gate.sleepLong(event, nanos);
      } finally {
        housekeeping.endSleep();
      }
    }

    /// Ends the wait, by success or failure. Does nothing for a thread that has not taken part.
    public void leave() {
      if (takesPart) {
        remove(this);
      }
    }

    private void call() {
      called = true;
      LockSupport.unpark(thread);
    }
  }

  private void takePart(Place place) {
    lock.lock();
    try {
      places.add(place);
      if (leader == null) {
        leader = place;
      }
    } finally {
      lock.unlock();
    }
  }

  private void remove(Place place) {
    Place next = null;
    boolean others;
    lock.lock();
    try {
      places.remove(place);
      others = !places.isEmpty();
      if (!others) {
        round.clear();
      }
      if (leader == place) {
        next = others ? places.iterator().next() : null;
        leader = next;
      }
    } finally {
      lock.unlock();
    }
    if (next != null) {
      LockSupport.unpark(next.thread); // and it looks for all
    } else if (others && (place.wasCalled || place.called)) {
      relayAnyway();
    }
  }

  /// What it was called for may still be there, for another.
  private void relayAnyway() {
    try {
      if (relay(null)) {
        gate.wakeAll(); // the leader sleeps there
      }
    } catch (DureException | InternalError whatTheOthersWillFind) {
      // The look around finds it too, and wakes the leader.
    }
  }

  /// Calls the threads whose thing seems to be there; whether the leader is among them.
  ///
  /// @param looking the place whose thread looks for itself after this
  private boolean relay(@Nullable Place looking) {
    Predicate<W> there = look.now();
    boolean forTheLeader = false;
    lock.lock();
    try {
      for (Place place : places) {
        if (place != looking && there.test(place.wanted)) {
          place.call();
          forTheLeader |= place == leader;
        }
      }
    } finally {
      lock.unlock();
    }
    return forTheLeader;
  }

  /// What the leader would wake for: an interrupt, which a thread in the kernel does not notice,
  /// and a thing of which its process was not told. It then calls all; so here it is enough to find
  /// one.
  private void lookAround() {
    Place now = leader;
    boolean interrupted = now != null && now.thread.isInterrupted();
    if (interrupted || isOneThere()) {
      gate.wakeAll();
    }
  }

  private boolean isOneThere() {
    Predicate<W> there = look.now();
    lock.lock();
    try {
      if (round.isEmpty()) {
        round.addAll(places);
      }
      for (int looks = 0; looks < ATTENDED_AT_ONCE && !round.isEmpty(); looks++) {
        Place place = round.removeFirst();
        if (places.contains(place) && there.test(place.wanted)) {
          return true;
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }
}
