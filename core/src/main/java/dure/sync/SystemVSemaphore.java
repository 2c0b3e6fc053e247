// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.Deadline;
import dure.DureException.Subject;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.ObjectRemovedException;
import dure.SystemLimitException;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.KernelException;
import dure.linux.Keys;
import dure.linux.SystemVSemaphores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/// A set of System V semaphores, as programs in C use it: `semget`, `semop`, `semctl`.
///
/// The kernel's own: each operation is a system call, and may change several semaphores of the set
/// at once, all or none. The set is known by a key, and stays until it is [#remove]d, which wakes
/// all waiters with [ObjectRemovedException].
///
/// **With undo** ([#withUndo], `SEM_UNDO`) the kernel takes back what a process did when it ends,
/// however it ends: a killed holder gives its permits back. No other process is told of it.
///
/// Threads share a handle; there is nothing to close. A wait notices an interrupt within 100 ms;
/// for a virtual thread a platform thread waits.
public final class SystemVSemaphore {
  /// The most a semaphore can count.
  public static final int LARGEST = 32_767;

  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final long LOOK_NANOS = 1_000_000;
  private static final String LIMITS =
      "; 'sysctl kernel.sem' shows the limits: semaphores in a set, in the system, operations in a"
          + " call, sets; and raises them";
  private static final String REMOVED = "the set of semaphores was removed";

  private final String name;
  private final int id;
  private final int size;
  private final int flags;

  /// One operation of a `semop`.
  ///
  /// @param index of the semaphore in its set
  /// @param change what to add: less than zero waits until it can be taken, and zero until the
  ///   semaphore is zero
  public record Operation(int index, int change) {}

  private SystemVSemaphore(String name, int id, int size, int flags) {
    this.name = name;
    this.id = id;
    this.size = size;
    this.flags = flags;
  }

  /// The key that C's `ftok` makes of a file that exists and a number from 1 to 255.
  ///
  /// @throws NoSuchObjectException if there is no such file
  public static int key(Path file, int projectId) {
    long key = Keys.of(file.toString(), projectId);
    if (key < 0) {
      throw new NoSuchObjectException(
          Subject.LOCK, file.toString(), "no key can be made of this file: " + Errno.describe(key));
    }
    return (int) key;
  }

  /// Creates one semaphore under a key, for the owner alone.
  ///
  /// @throws ObjectExistsException if the key is taken
  public static SystemVSemaphore create(int key, int value) {
    return create(key, new int[] {value}, 0600);
  }

  /// Creates a set of semaphores under a key.
  ///
  /// @param values what each begins with
  /// @param mode its permission bits
  /// @throws ObjectExistsException if the key is taken
  /// @throws SystemLimitException if there are too many sets or semaphores
  public static SystemVSemaphore create(int key, int[] values, int mode) {
    if (key == SystemVSemaphores.IPC_PRIVATE) {
      throw new IllegalArgumentException("0 is the key of no set; see createPrivate");
    }
    return create(name(key), key, values, mode);
  }

  /// Creates a set without a key, for the owner alone. Others know it by its [#id].
  public static SystemVSemaphore createPrivate(int... values) {
    return create("private", SystemVSemaphores.IPC_PRIVATE, values, 0600);
  }

  private static SystemVSemaphore create(String name, int key, int[] values, int mode) {
    if (values.length == 0 || Arrays.stream(values).anyMatch(v -> v < 0 || v > LARGEST)) {
      throw new IllegalArgumentException(
          "a set has one semaphore at least, and each begins with 0 to " + LARGEST);
    }
    int create = SystemVSemaphores.IPC_CREAT | SystemVSemaphores.IPC_EXCL;
    int id = SystemVSemaphores.get(key, values.length, create | mode);
    if (Errno.EEXIST.is(id)) {
      throw new ObjectExistsException(
          Subject.LOCK, name, "a set of this key exists; open it, or remove it first");
    }
    if (Errno.ENOSPC.is(id) || Errno.EINVAL.is(id)) {
      throw new SystemLimitException(
          Subject.LOCK,
          name,
          "no set of " + values.length + " semaphores: " + Errno.describe(id) + LIMITS);
    }
    Failures.check(Subject.LOCK, name, "create it", (long) id);
    SystemVSemaphore set = new SystemVSemaphore(name, id, values.length, 0);
    set.begin(values);
    return set;
  }

  /// The first one last, and by an operation: that sets the time by which others see that the set
  /// is whole.
  private void begin(int[] values) {
    boolean done = false;
    try {
      for (int i = 1; i < size; i++) {
        set(i, values[i]);
      }
      done = tryOperate(new Operation(0, values[0]));
    } finally {
      if (!done) {
        SystemVSemaphores.remove(id);
      }
    }
  }

  /// Opens the set of a key.
  ///
  /// A creator that is between making it and setting its values is given a moment.
  ///
  /// @throws NoSuchObjectException if there is none
  public static SystemVSemaphore open(int key) {
    String name = name(key);
    int id = SystemVSemaphores.get(key, 0, 0);
    if (Errno.ENOENT.is(id)) {
      throw new NoSuchObjectException(
          Subject.LOCK, name, "there is no set of semaphores of this key; create it first");
    }
    Failures.check(Subject.LOCK, name, "open it", (long) id);
    return opened(name, id);
  }

  /// The set of an id, which another process has told.
  ///
  /// @throws NoSuchObjectException if there is none
  public static SystemVSemaphore ofId(int id) {
    return opened("id " + id, id);
  }

  private static SystemVSemaphore opened(String name, int id) {
    try {
      SystemVSemaphores.Status status = SystemVSemaphores.status(id);
      long deadline = Deadline.after(MOMENT);
      while (status.lastOperation() == 0 && Deadline.remaining(deadline) > 0) {
        LockSupport.parkNanos(LOOK_NANOS);
        status = SystemVSemaphores.status(id);
      }
      return new SystemVSemaphore(name, id, status.count(), 0);
    } catch (KernelException e) {
      if (e.is(Errno.EINVAL) || e.is(Errno.EIDRM)) {
        throw new NoSuchObjectException(
            Subject.LOCK, name, "there is no such set of semaphores; it may have been removed");
      }
      throw new NotPermittedException(
          Subject.LOCK, name, "may not be looked at: " + e.getMessage() + "; ask its owner");
    }
  }

  private static String name(int key) {
    return String.format("key 0x%08x", key);
  }

  /// The same set, but that the kernel takes back what this process does through the handle when
  /// the process ends. (Of a process, not a thread: a thread that ends keeps what it took.)
  public SystemVSemaphore withUndo() {
    return new SystemVSemaphore(name, id, size, SystemVSemaphores.SEM_UNDO);
  }

  /// What the kernel knows the set by.
  public int id() {
    return id;
  }

  /// How many semaphores it has.
  public int size() {
    return size;
  }

  /// Takes a permit of the first semaphore if there is one.
  public boolean tryAcquire() {
    return tryOperate(new Operation(0, -1));
  }

  /// Waits for a permit of the first semaphore as long as needed.
  ///
  /// @throws ObjectRemovedException if the set is removed
  public void acquire() throws InterruptedException {
    operate(new Operation(0, -1));
  }

  /// Waits for a permit of the first semaphore at most `within`; false if there was none.
  ///
  /// @throws ObjectRemovedException if the set is removed
  public boolean acquire(Duration within) throws InterruptedException {
    return operate(within, new Operation(0, -1));
  }

  /// Gives a permit to the first semaphore.
  public void release() {
    if (!tryOperate(new Operation(0, 1))) {
      throw new IllegalStateException("giving never waits");
    }
  }

  /// Does all operations at once if that is possible now, or none.
  public boolean tryOperate(Operation... operations) {
    int result = once(operations, SystemVSemaphores.IPC_NOWAIT, 0);
    return !NativeWait.isNotYet(result) && checked(result) == 0;
  }

  /// Does all operations at once, as soon as that is possible.
  ///
  /// @throws ObjectRemovedException if the set is removed
  public void operate(Operation... operations) throws InterruptedException {
    await(Wait.within(null), operations);
  }

  /// Does all operations at once, as soon as that is possible, but at most `within` from now; false
  /// if it was not.
  ///
  /// @throws ObjectRemovedException if the set is removed
  public boolean operate(Duration within, Operation... operations) throws InterruptedException {
    return await(Wait.within(within), operations);
  }

  private boolean await(Wait wait, Operation... operations) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    int result =
        NativeWait.await(
            wait, nanos -> once(operations, nanos == 0 ? SystemVSemaphores.IPC_NOWAIT : 0, nanos));
    return !NativeWait.isNotYet(result) && checked(result) == 0;
  }

  private int once(Operation[] operations, int more, long nanos) {
    if (operations.length == 0) {
      throw new IllegalArgumentException("there is no operation to do");
    }
    int[] indexes = new int[operations.length];
    int[] changes = new int[operations.length];
    for (int i = 0; i < operations.length; i++) {
      indexes[i] = Objects.checkIndex(operations[i].index(), size);
      changes[i] = operations[i].change();
      if (changes[i] < -LARGEST || changes[i] > LARGEST) {
        throw new IllegalArgumentException("a semaphore counts to " + LARGEST);
      }
    }
    return SystemVSemaphores.operate(id, indexes, changes, flags | more, nanos);
  }

  /// What a semaphore counted a moment ago (`GETVAL`).
  ///
  /// @throws ObjectRemovedException if the set was removed
  public int value(int index) {
    return ask(index, SystemVSemaphores.GETVAL);
  }

  /// How many threads of any process wait to take from a semaphore.
  public int waiting(int index) {
    return ask(index, SystemVSemaphores.GETNCNT);
  }

  /// How many wait until a semaphore is zero.
  public int waitingForZero(int index) {
    return ask(index, SystemVSemaphores.GETZCNT);
  }

  /// The number of the process that did the last operation on a semaphore; zero if none did.
  public int lastProcess(int index) {
    return ask(index, SystemVSemaphores.GETPID);
  }

  private int ask(int index, int command) {
    return checked(SystemVSemaphores.ask(id, Objects.checkIndex(index, size), command));
  }

  /// Sets a semaphore (`SETVAL`), and forgets what there was to undo at it.
  public void set(int index, int value) {
    if (value < 0 || value > LARGEST) {
      throw new IllegalArgumentException("a semaphore counts from 0 to " + LARGEST);
    }
    checked(SystemVSemaphores.set(id, Objects.checkIndex(index, size), value));
  }

  /// Removes the set for all processes; its waiters wake.
  ///
  /// @throws ObjectRemovedException if it was removed already
  public void remove() {
    checked(SystemVSemaphores.remove(id));
  }

  private int checked(int result) {
    if (Errno.EIDRM.is(result) || Errno.EINVAL.is(result)) {
      throw new ObjectRemovedException(Subject.LOCK, name, REMOVED + "; create it anew");
    }
    if (Errno.ERANGE.is(result)) {
      throw new SystemLimitException(
          Subject.LOCK, name, "a semaphore, or what there is to undo at it, counts to " + LARGEST);
    }
    if (Errno.E2BIG.is(result) || Errno.ENOSPC.is(result)) {
      throw new SystemLimitException(
          Subject.LOCK, name, "too many operations: " + Errno.describe(result) + LIMITS);
    }
    return (int) Failures.check(Subject.LOCK, name, "use it", (long) result);
  }
}
