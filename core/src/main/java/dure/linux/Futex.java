// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.linux.Struct.FutexWaitv;
import dure.linux.Struct.Timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Sleeping on a 32-bit word in shared memory until a waker wakes its sleepers.
///
/// [#wait] keeps the thread inside the kernel: never call it on a virtual thread. Time-outs run on
/// the monotonic clock.
public final class Futex {
  /// The most words one [#waitAny] can wait on.
  public static final int MOST_WORDS = 128;

  static final int FUTEX_WAIT = 0;
  static final int FUTEX_WAKE = 1;
  static final int FUTEX_32 = 2;
  static final int CLOCK_MONOTONIC = 1;

  private static final long NANOS = 1_000_000_000L;
  private static final int TIME = 8;

  /// Four bytes for errno and, from [#TIME] on, a timespec: waiting allocates nothing.
  private static final ThreadLocal<MemorySegment> SCRATCH =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(TIME + Timespec.BYTES, 8));

  /// Where all wakes leave their errno, which is never read: so waking allocates nothing either.
  private static final MemorySegment UNREAD = Arena.global().allocate(JAVA_INT);

  private Futex() {}

  /// Sleeps while the word at `address` is `expected`, at most `nanos`: zero when woken, else
  /// `EAGAIN` (it was another value), `ETIMEDOUT`, `EINTR`, or `EFAULT` (there is no word).
  public static int wait(long address, int expected, long nanos) {
    MemorySegment scratch = SCRATCH.get();
    long timeout = timespec(scratch, nanos);
    return (int) SystemCall.FUTEX.call(scratch, address, FUTEX_WAIT, expected, timeout, 0, 0);
  }

  /// Wakes up to `most` sleepers of the word: how many were woken. If there is no word there, what
  /// it returns means nothing.
  public static int wake(long address, int most) {
    return (int) SystemCall.FUTEX.call(UNREAD, address, FUTEX_WAKE, most, 0, 0, 0);
  }

  /// Sleeps until one of several words is woken: its index, or `EAGAIN` when one already had
  /// another value, `ETIMEDOUT`, `EINTR`, `EFAULT` (a word is not there), or `ENOSYS` on a kernel
  /// older than 5.16.
  ///
  /// @param words a [Words] list filled by [Words#put]
  /// @param count how many of its entries are in use, at most [#MOST_WORDS]
  /// @param until a time of [System#nanoTime()]
  public static int waitAny(Words words, int count, long until) {
    MemorySegment scratch = SCRATCH.get();
    // Linux' nanoTime is CLOCK_MONOTONIC, which futex_waitv takes as an absolute time.
    long timeout = timespec(scratch, until);
    return (int)
        SystemCall.FUTEX_WAITV.call(
            scratch, words.list.address(), count, 0, timeout, CLOCK_MONOTONIC, 0);
  }

  /// Whether one call waits for several words here: the kernel knows it, and no filter refuses it.
  /// To no words at all it answers that their count makes no sense.
  public static boolean waitsForSeveral() {
    MemorySegment scratch = SCRATCH.get();
    return Errno.EINVAL.is(SystemCall.FUTEX_WAITV.call(scratch, 0, 0, 0, 0, CLOCK_MONOTONIC, 0));
  }

  /// A time that has passed is zero: the kernel takes no negative one.
  private static long timespec(MemorySegment scratch, long nanos) {
    long time = Math.max(0, nanos);
    scratch.set(JAVA_LONG, TIME + Timespec.SEC, time / NANOS);
    scratch.set(JAVA_LONG, TIME + Timespec.NSEC, time % NANOS);
    return scratch.address() + TIME;
  }

  /// The words one [#waitAny] waits on. For one thread.
  public static final class Words {
    private final MemorySegment list =
        Arena.ofAuto().allocate((long) MOST_WORDS * FutexWaitv.BYTES, 8);

    /// Entry `index` waits while the word at `address` is `expected`.
    public void put(int index, long address, int expected) {
      long at = (long) index * FutexWaitv.BYTES;
      list.set(JAVA_LONG, at + FutexWaitv.VAL, Integer.toUnsignedLong(expected));
      list.set(JAVA_LONG, at + FutexWaitv.UADDR, address);
      list.set(JAVA_INT, at + FutexWaitv.FLAGS, FUTEX_32);
    }
  }
}
