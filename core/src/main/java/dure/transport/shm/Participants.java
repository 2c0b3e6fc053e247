// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.layout.ParticipantLayout.FREE;
import static dure.layout.ParticipantLayout.IN_USE;
import static dure.layout.ParticipantLayout.LOCK_BASE;

import dure.Address;
import dure.LinkTakenException;
import dure.Observers;
import dure.file.SharedFile;
import dure.layout.HeaderLayout;
import dure.layout.ParticipantLayout;
import dure.linux.Processes;
import dure.liveness.RobustLock;
import dure.queue.Counters;
import dure.queue.Engine;
import dure.queue.Liveness;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The participants table and the locks behind it: who takes part, and who of them is dead.
///
/// Participant *i* is the process that holds the [RobustLock] of place *i*. A process that obtains
/// it while the entry is still in use has the proof of death and the sole right to repair; if it is
/// killed over that, the next one has both. No pid and no clock comes into it; what the entry says
/// of pid, user and name is for people to read.
final class Participants implements Liveness {
  /// How long to wait for a process that may just be sweeping, or leaving, before taking its lock
  /// for a living participant's; that takes microseconds.
  private static final long SWEEP_NANOS = 100_000_000L;

  private static final long PAUSE_NANOS = 200_000L;

  /// The index of no participant.
  static final int NOBODY = 0;

  private static final int LOOKED_AFTER_AT_ONCE = 16;

  private final Address address;
  private final SharedFile file;
  private final long base;
  private final int count;
  private final boolean pair;

  /// Locks do not keep apart the threads that share a descriptor.
  private final ReentrantLock sweeping = new ReentrantLock();

  private int me = NOBODY;
  private @Nullable RobustLock place;

  /// Where [#reapSome] goes on. Any thread's value will do.
  private int nextToLookAfter;

  private @Nullable Engine engine;

  /// Makes the engine of a new participant.
  interface EngineMaker {
    /// @param index the participant's place in the table
    /// @param id its number for good
    Engine make(int index, long id);
  }

  /// @param file an open file description of our own, which is to hold the locks
  /// @param base where the region is mapped
  Participants(Address address, SharedFile file, long base, Header header) {
    this.address = address;
    this.file = file;
    this.base = base;
    this.count = header.participants();
    this.pair = header.isPair();
  }

  /// Becomes a participant.
  ///
  /// @param name what it is to be called
  /// @throws LinkTakenException if the table is full of the living
  Engine join(String name, EngineMaker maker) {
    int index = lockPlace();
    Step.reached(Steps.JOIN_LOCKED);
    long id = Words.longGetAndAdd(base + HeaderLayout.NEXT_ID, 1);
    Engine mine = maker.make(index, id);
    Sweep former = Sweep.NONE;
    if (state(index) != FREE) {
      former = sweepAndFree(index, mine); // its former holder died
    }
    me = index;
    engine = mine;
    enter(index, id, name);
    former.tell(address);
    reapAll();
    return mine;
  }

  private int lockPlace() {
    long began = System.nanoTime();
    do {
      for (int index = 1; index <= count; index++) {
        RobustLock lock = lock(index);
        if (lock.tryLock()) {
          place = lock;
          return index;
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    } while (System.nanoTime() - began < SWEEP_NANOS);
    throw new LinkTakenException(
        address.toString(),
        pair
            ? "both ends are taken, and a pair has no third; create it with receivers 'any' to"
                + " share it"
            : "all " + count + " places for participants are taken; create it with more");
  }

  private void enter(int index, long id, String name) {
    long entry = entry(index);
    Words.intPlain(entry + ParticipantLayout.PID, Processes.pid());
    Words.longPlain(entry + ParticipantLayout.ID, id);
    Words.longPlain(entry + ParticipantLayout.START_TIME, Processes.startTime());
    Words.intPlain(entry + ParticipantLayout.PID_NAMESPACE, (int) Processes.pidNamespace());
    Words.intPlain(entry + ParticipantLayout.UID, Processes.uid());
    Words.intPlain(entry + ParticipantLayout.ROLES, 0);
    Words.intPlain(entry + ParticipantLayout.WAITING_TO_SEND, 0);
    Words.intPlain(entry + ParticipantLayout.WAITING_TO_RECEIVE, 0);
    Words.intPlain(entry + ParticipantLayout.AVAILABLE, 0);
    byte[] padded = padded(name);
    Words.copyIn(padded, 0, padded.length, entry + ParticipantLayout.NAME);
    Step.reached(Steps.JOIN_WRITTEN);
    // SYNC: participant-entry (release side)
    Words.intRelease(entry + ParticipantLayout.STATE, IN_USE);
    Step.reached(Steps.JOIN_IN_USE);
  }

  /// As many whole characters of a name as there is room for.
  private static byte[] padded(String name) {
    byte[] padded = new byte[ParticipantLayout.NAME_BYTES];
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(CharBuffer.wrap(name), ByteBuffer.wrap(padded), true);
    return padded;
  }

  @Override
  public boolean reapIfDead(int index) {
    Engine mine = engine;
    if (mine == null || index == me || index <= NOBODY || index > count) {
      return false;
    }
    RobustLock lock = lock(index);
    if (state(index) != IN_USE || lock.isHeld()) {
      return state(index) != IN_USE;
    }
    Sweep sweep = Sweep.NONE;
    sweeping.lock();
    try {
      if (!lock.tryLock()) {
        return false; // another was quicker; losing that race is an ordinary result
      }
      Step.reached(Steps.SWEEP_LOCKED);
      try {
        if (state(index) == IN_USE) {
          sweep = sweepAndFree(index, mine);
        }
      } finally {
        lock.unlock();
      }
    } finally {
      sweeping.unlock();
    }
    sweep.tell(address);
    return true;
  }

  /// True if a participant is dead and not swept: what a read-only user can tell, as long as no
  /// other process acts.
  boolean isDead(int index) {
    return index > NOBODY && index <= count && state(index) == IN_USE && !lock(index).isHeld();
  }

  private RobustLock lock(int index) {
    return lock(file, base, index);
  }

  /// The lock of a participant's place.
  ///
  /// @param base where the region is mapped
  static RobustLock lock(SharedFile file, long base, int index) {
    return new RobustLock(
        file,
        LOCK_BASE + index,
        entry(base, index) + ParticipantLayout.HOLDER,
        base + HeaderLayout.TOKEN_DOMAIN);
  }

  /// Sweeps up after all that are dead.
  void reapAll() {
    for (int index = 1; index <= count; index++) {
      if (index != me && state(index) == IN_USE) {
        reapIfDead(index);
      }
    }
  }

  /// Looks after a few, the next few the next time: all who sleep at a mailbox do so, and together
  /// they are soon round.
  ///
  /// A participant takes the first free place, so none has one beyond the number of all that ever
  /// came.
  void reapSome() {
    int most = (int) Math.min(count, Words.longAcquire(base + HeaderLayout.NEXT_ID));
    int index = nextToLookAfter;
    for (int looks = 0, found = 0; looks < most && found < LOOKED_AFTER_AT_ONCE; looks++) {
      index = index >= most ? 1 : index + 1;
      if (index != me && state(index) == IN_USE) {
        found++;
        reapIfDead(index);
      }
    }
    nextToLookAfter = index;
  }

  /// Leaves in the place of a participant of this process: repairs after it as after the dead.
  /// Called when none of its threads can reach the region through the mapping that it used.
  ///
  /// @param taken the lock by which it has its place
  void leave(int index, RobustLock taken, Engine with) {
    Sweep sweep = sweepAndFree(index, with);
    Step.reached(Steps.LEAVE_SWEPT);
    lock(index).unlock(taken);
    sweep.tell(address);
  }

  /// The lock by which this participant has its place.
  RobustLock place() {
    return Objects.requireNonNull(place);
  }

  /// What a sweep has repaired: told when the lock is free again, so that no other process waits
  /// for an observer.
  ///
  /// @param participant whose it was, in words
  private record Sweep(String participant, int repairs) {
    static final Sweep NONE = new Sweep("", 0);

    void tell(Address mailbox) {
      Observers.repaired(mailbox, participant, repairs);
    }
  }

  /// The steps of a sweep. Their order matters: receivers are told to look again after the last
  /// repair, and the entry becomes free after that. Killed anywhere, the next one begins anew:
  /// every step can be done twice.
  private Sweep sweepAndFree(int index, Engine with) {
    int repaired = with.sweep(index);
    Sweep sweep = repaired == 0 ? Sweep.NONE : new Sweep(describe(index), repaired);
    Step.reached(Steps.SWEEP_REPAIRED_ALL);
    Counters.add(base, HeaderLayout.REPAIRED, repaired);
    Counters.add(base, HeaderLayout.STRAY, 1); // SYNC: stray (release side)
    Step.reached(Steps.SWEEP_STRAY_RAISED);
    if (Words.intAcquire(base + HeaderLayout.OWNER_INDEX) == index) {
      Words.intCas(base + HeaderLayout.STATE, HeaderLayout.LIVE, HeaderLayout.OWNER_GONE);
    }
    Words.longVolatile(entry(index) + ParticipantLayout.PLACE, 0);
    with.messages().wakeAll();
    with.room().wakeAll();
    with.fates().wakeAll();
    Words.intRelease(entry(index) + ParticipantLayout.STATE, FREE); // SYNC: participant-entry
    Step.reached(Steps.SWEEP_ENTRY_FREED);
    return sweep;
  }

  /// This participant's place in the table.
  int me() {
    return me;
  }

  /// The id of a participant.
  long id(int index) {
    return Words.longPlain(entry(index) + ParticipantLayout.ID);
  }

  /// Adds a role to our entry.
  void plays(int role) {
    Words.intGetAndBitwiseOr(entry(me) + ParticipantLayout.ROLES, role);
  }

  /// Adds to a counter of waiting threads in our entry.
  void waits(long counter, int more) {
    if (state(me) == IN_USE) {
      noteFirstToWait(entry(me), more);
      Words.intGetAndAdd(entry(me) + counter, more);
    }
  }

  /// Notes when the first thread begins to wait: before it is counted, so that no observer sees an
  /// old time. Two threads that do so at once are in time both.
  private static void noteFirstToWait(long entry, int more) {
    if (more > 0
        && Words.intPlain(entry + ParticipantLayout.WAITING_TO_SEND) == 0
        && Words.intPlain(entry + ParticipantLayout.WAITING_TO_RECEIVE) == 0) {
      Words.intPlain(entry + ParticipantLayout.WAITING_SINCE, (int) System.currentTimeMillis());
    }
  }

  /// How many threads wait for a message, of all participants.
  int waitingToReceive() {
    return waiting(ParticipantLayout.WAITING_TO_RECEIVE);
  }

  /// How many of them take whatever message comes next here.
  int available() {
    return waiting(ParticipantLayout.AVAILABLE);
  }

  private int waiting(long counter) {
    int waiting = 0;
    for (int index = 1; index <= count; index++) {
      if (state(index) == IN_USE) {
        waiting += Words.intAcquire(entry(index) + counter);
      }
    }
    return waiting;
  }

  /// How to speak of a participant to people.
  String describe(int index) {
    byte[] name = new byte[ParticipantLayout.NAME_BYTES];
    Words.copyOut(entry(index) + ParticipantLayout.NAME, name, 0, name.length);
    return "'"
        + new String(name, StandardCharsets.UTF_8).replace("\0", "")
        + "' (pid "
        + Words.intPlain(entry(index) + ParticipantLayout.PID)
        + ")";
  }

  private int state(int index) {
    return Words.intAcquire(entry(index) + ParticipantLayout.STATE); // SYNC: participant-entry
  }

  private long entry(int index) {
    return entry(base, index);
  }

  private static long entry(long base, int index) {
    return base + ParticipantLayout.OFFSET + index * ParticipantLayout.BYTES;
  }
}
