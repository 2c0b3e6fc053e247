// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.NoSuchObjectException;
import dure.ObjectExistsException;
import dure.OutOfSharedMemoryException;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.PosixSemaphores;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongToIntFunction;

/// A named POSIX semaphore, as programs in C use it: `sem_open`, `sem_wait`, `sem_post`.
///
/// It lives in the system under its name, from [#create] to [#unlink], and has no holders: a permit
/// that a killed process had taken stays away. A process that has it open when it is unlinked goes
/// on using it with the others that have it open.
///
/// The semaphore is glibc's, a file `/dev/shm/sem.`*name*. A process that may write to the file can
/// break it for all, even so that their processes end. Among programs in Java prefer
/// [SharedSemaphore].
///
/// Threads share a handle. A wait notices an interrupt, and the closing of its handle, within 100
/// ms; for a virtual thread a platform thread waits.
public final class PosixSemaphore implements AutoCloseable {
  private static final int LONGEST_NAME = 250;

  private final String name;
  private final long address;

  // Guarded by this.
  private int inside;
  private boolean closed;

  private PosixSemaphore(String name, long address) {
    this.name = name;
    this.address = address;
  }

  /// Creates one, for the owner alone.
  ///
  /// @param name with or without its slash at the front, and no other
  /// @throws ObjectExistsException if the name is taken
  public static PosixSemaphore create(String name, int permits) {
    return create(name, permits, 0600);
  }

  /// Creates one.
  ///
  /// @param mode its permission bits, less those of the process's mask
  /// @throws ObjectExistsException if the name is taken
  public static PosixSemaphore create(String name, int permits, int mode) {
    return open(name, Files.O_CREAT | Files.O_EXCL, mode, permits);
  }

  /// Opens one that exists.
  ///
  /// @throws NoSuchObjectException if there is none of this name
  public static PosixSemaphore open(String name) {
    return open(name, 0, 0, 0);
  }

  /// Opens one, or creates it for the owner alone.
  ///
  /// @param permits of one that is created
  public static PosixSemaphore openOrCreate(String name, int permits) {
    return open(name, Files.O_CREAT, 0600, permits);
  }

  private static PosixSemaphore open(String name, int flags, int mode, int permits) {
    if (permits < 0) {
      throw new IllegalArgumentException("a semaphore cannot have " + permits + " permits");
    }
    String checked = checked(name);
    long address = PosixSemaphores.open(checked, flags, mode, permits);
    if (Errno.EEXIST.is(address)) {
      throw new ObjectExistsException(
          Subject.LOCK, name, "a POSIX semaphore of this name exists; open it, or unlink it first");
    }
    if (Errno.ENOENT.is(address)) {
      throw noSuch(name);
    }
    if (Errno.ENOSPC.is(address)) {
      throw new OutOfSharedMemoryException(
          Subject.LOCK,
          name,
          "no room in /dev/shm for a semaphore; remove files there that are no longer needed");
    }
    return new PosixSemaphore(name, Failures.check(Subject.LOCK, name, "open it", address));
  }

  private static String checked(String name) {
    String plain = name.startsWith("/") ? name.substring(1) : name;
    if (plain.isEmpty()
        || plain.equals(".")
        || plain.equals("..")
        || plain.indexOf('/') >= 0
        || plain.indexOf('\0') >= 0
        || plain.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw new InvalidNameException(
          Subject.LOCK,
          name,
          "no name for a semaphore: 1 to " + LONGEST_NAME + " bytes without a slash in them");
    }
    return "/" + plain;
  }

  private static NoSuchObjectException noSuch(String name) {
    return new NoSuchObjectException(
        Subject.LOCK, name, "there is no POSIX semaphore of this name; create it first");
  }

  /// Removes the name. A process that has the semaphore open keeps it.
  ///
  /// @throws NoSuchObjectException if there is none of this name
  public static void unlink(String name) {
    int result = PosixSemaphores.unlink(checked(name));
    if (Errno.ENOENT.is(result)) {
      throw noSuch(name);
    }
    Failures.check(Subject.LOCK, name, "unlink it", (long) result);
  }

  /// Its name, as it was opened by.
  public String name() {
    return name;
  }

  /// Takes a permit if there is one.
  public boolean tryAcquire() {
    int result = inside(PosixSemaphores::tryWait);
    return !NativeWait.isNotYet(result) && checked("take a permit", result) == 0;
  }

  /// Waits for a permit as long as needed.
  public void acquire() throws InterruptedException {
    await(Wait.within(null));
  }

  /// Waits for a permit at most `within`; false if there was none.
  public boolean acquire(Duration within) throws InterruptedException {
    return await(Wait.within(within));
  }

  private boolean await(Wait wait) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    int result = NativeWait.await(wait, this::slice);
    return !NativeWait.isNotYet(result) && checked("wait for a permit", result) == 0;
  }

  private int slice(long nanos) {
    return nanos == 0
        ? inside(PosixSemaphores::tryWait)
        : inside(semaphore -> PosixSemaphores.wait(semaphore, System.nanoTime() + nanos));
  }

  /// Gives a permit.
  public void release() {
    checked("give a permit", inside(PosixSemaphores::post));
  }

  /// How many permits there were a moment ago.
  public int permits() {
    return checked("read its value", inside(PosixSemaphores::value));
  }

  private int checked(String tried, int result) {
    return (int) Failures.check(Subject.LOCK, name, tried, (long) result);
  }

  /// Calls a function with the semaphore, which is not closed meanwhile.
  private int inside(LongToIntFunction function) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("POSIX semaphore '" + name + "' is closed");
      }
      inside++;
    }
    try {
      return function.applyAsInt(address);
    } finally {
      exit();
    }
  }

  private synchronized void exit() {
    inside--;
    closeIfDone();
  }

  /// Closes the handle; a thread that waits on it gets an [IllegalStateException]. The semaphore
  /// stays.
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      closeIfDone();
    }
  }

  private void closeIfDone() {
    if (closed && inside == 0) {
      PosixSemaphores.close(address);
    }
  }
}
