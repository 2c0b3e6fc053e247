// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dure.linux.Struct.Sembuf;
import dure.linux.Struct.SemidDs;
import dure.linux.Struct.Timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Sets of System V semaphores. They belong to the machine, and stay until they are removed.
public final class SystemVSemaphores {
  public static final int IPC_PRIVATE = 0;
  public static final int IPC_CREAT = 0x200;
  public static final int IPC_EXCL = 0x400;
  public static final int IPC_NOWAIT = 0x800;
  public static final int SEM_UNDO = 0x1000;
  public static final int GETPID = 11;
  public static final int GETVAL = 12;
  public static final int GETNCNT = 14;
  public static final int GETZCNT = 15;

  static final int IPC_RMID = 0;
  static final int IPC_STAT = 2;
  static final int SETVAL = 16;

  private static final long NANOS = 1_000_000_000L;

  private SystemVSemaphores() {}

  /// What the kernel says of a set.
  ///
  /// @param count how many semaphores it has
  /// @param lastOperation when the last `semop` was, in seconds of the wall clock; zero if never
  public record Status(int count, long lastOperation) {}

  /// `semget(2)`: the id of a set.
  public static int get(int key, int count, int flags) {
    return (int) SystemCall.SEMGET.call(key, count, flags);
  }

  /// `semctl(2)` with one of the commands that only ask.
  public static int ask(int id, int index, int command) {
    return (int) SystemCall.SEMCTL.call(id, index, command);
  }

  /// `semctl(2)` with `SETVAL`.
  public static int set(int id, int index, int value) {
    return (int) SystemCall.SEMCTL.call(id, index, SETVAL, value);
  }

  /// `semctl(2)` with `IPC_RMID`: all waiters are woken.
  public static int remove(int id) {
    return (int) SystemCall.SEMCTL.call(id, 0, IPC_RMID);
  }

  /// `semctl(2)` with `IPC_STAT`.
  ///
  /// @throws KernelException if there is no such set, or it may not be looked at
  public static Status status(int id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment s = arena.allocate(SemidDs.BYTES, 8);
      KernelException.check(
          "semctl IPC_STAT", SystemCall.SEMCTL.call(id, 0, IPC_STAT, s.address()));
      return new Status((int) s.get(JAVA_LONG, SemidDs.NSEMS), s.get(JAVA_LONG, SemidDs.OTIME));
    }
  }

  /// `semtimedop(2)`: all operations at once or none, as soon as that is possible, within `nanos`:
  /// zero, `EAGAIN` if it was not, or `EINTR`. Never call it on a virtual thread unless all
  /// operations have `IPC_NOWAIT`.
  ///
  /// @param indexes which semaphores
  /// @param changes what to do to each; zero is to wait until it is zero
  /// @param flags `SEM_UNDO` or `IPC_NOWAIT`, for all
  public static int operate(int id, int[] indexes, int[] changes, int flags, long nanos) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment operations = arena.allocate((long) Sembuf.BYTES * indexes.length, 8);
      for (int i = 0; i < indexes.length; i++) {
        long at = (long) i * Sembuf.BYTES;
        operations.set(JAVA_SHORT, at + Sembuf.NUM, (short) indexes[i]);
        operations.set(JAVA_SHORT, at + Sembuf.OP, (short) changes[i]);
        operations.set(JAVA_SHORT, at + Sembuf.FLG, (short) flags);
      }
      MemorySegment time = arena.allocate(Timespec.BYTES, 8);
      time.set(JAVA_LONG, Timespec.SEC, Math.max(0, nanos) / NANOS);
      time.set(JAVA_LONG, Timespec.NSEC, Math.max(0, nanos) % NANOS);
      return (int)
          SystemCall.SEMTIMEDOP.call(id, operations.address(), indexes.length, time.address());
    }
  }
}
