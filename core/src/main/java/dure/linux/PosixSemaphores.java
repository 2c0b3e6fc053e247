// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.linux.Struct.Timespec;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// POSIX named semaphores. They are not the kernel's but glibc's (2.30 or newer): a file in
/// `/dev/shm` whose contents only glibc knows, so these are calls of its functions.
public final class PosixSemaphores {
  static final int CLOCK_MONOTONIC = 1;

  private static final long NANOS = 1_000_000_000L;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final FunctionDescriptor OF_ADDRESS = FunctionDescriptor.of(JAVA_INT, JAVA_LONG);
  private static final MethodHandle OPEN =
      function(
          "sem_open",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle CLOSE = function("sem_close", OF_ADDRESS);
  private static final MethodHandle UNLINK = function("sem_unlink", OF_ADDRESS);
  private static final MethodHandle POST = function("sem_post", OF_ADDRESS);
  private static final MethodHandle TRY_WAIT = function("sem_trywait", OF_ADDRESS);
  private static final MethodHandle CLOCK_WAIT =
      function("sem_clockwait", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG));
  private static final MethodHandle GET_VALUE =
      function("sem_getvalue", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

  private PosixSemaphores() {}

  private static MethodHandle function(
      String name, FunctionDescriptor type, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    all[0] = ERRNO;
    System.arraycopy(options, 0, all, 1, options.length);
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, all);
  }

  /// A call, given the four bytes for its errno and more memory.
  private interface Call {
    long in(MemorySegment errno, Arena arena) throws Throwable;
  }

  /// What a function returned, or minus its errno if that was `failure`.
  private static long call(long failure, Call call) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment errno = arena.allocate(JAVA_INT);
      long result = call.in(errno, arena);
      return result == failure ? -errno.get(JAVA_INT, 0) : result;
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable impossible) {
      throw new AssertionError("a downcall throws nothing checked", impossible);
    }
  }

  /// `sem_open(3)`: the address of the semaphore.
  ///
  /// @param flags [Files#O_CREAT] and [Files#O_EXCL], or none
  /// @param value for one that is created
  public static long open(String name, int flags, int mode, int value) {
    return call(
        0,
        (errno, arena) -> (long) OPEN.invokeExact(errno, address(arena, name), flags, mode, value));
  }

  /// `sem_close(3)`: no thread of this process may be in a call with it.
  public static int close(long semaphore) {
    return (int) call(-1, (errno, _) -> (int) CLOSE.invokeExact(errno, semaphore));
  }

  /// `sem_unlink(3)`.
  public static int unlink(String name) {
    return (int) call(-1, (errno, arena) -> (int) UNLINK.invokeExact(errno, address(arena, name)));
  }

  /// `sem_post(3)`.
  public static int post(long semaphore) {
    return (int) call(-1, (errno, _) -> (int) POST.invokeExact(errno, semaphore));
  }

  /// `sem_trywait(3)`: zero, or `EAGAIN`.
  public static int tryWait(long semaphore) {
    return (int) call(-1, (errno, _) -> (int) TRY_WAIT.invokeExact(errno, semaphore));
  }

  /// `sem_clockwait(3)` on the clock of [System#nanoTime]: zero, `ETIMEDOUT` or `EINTR`. Never call
  /// it on a virtual thread.
  ///
  /// @param until a time of that clock
  public static int wait(long semaphore, long until) {
    return (int)
        call(
            -1,
            (errno, arena) -> {
              MemorySegment time = arena.allocate(Timespec.BYTES, 8);
              time.set(JAVA_LONG, Timespec.SEC, Math.max(0, until) / NANOS);
              time.set(JAVA_LONG, Timespec.NSEC, Math.max(0, until) % NANOS);
              return (int)
                  CLOCK_WAIT.invokeExact(errno, semaphore, CLOCK_MONOTONIC, time.address());
            });
  }

  /// `sem_getvalue(3)`.
  public static int value(long semaphore) {
    return (int)
        call(
            -1,
            (errno, arena) -> {
              MemorySegment value = arena.allocate(JAVA_INT);
              int result = (int) GET_VALUE.invokeExact(errno, semaphore, value.address());
              return result == 0 ? value.get(JAVA_INT, 0) : result;
            });
  }

  private static long address(Arena arena, String name) {
    return arena.allocateFrom(name, StandardCharsets.UTF_8).address();
  }
}
