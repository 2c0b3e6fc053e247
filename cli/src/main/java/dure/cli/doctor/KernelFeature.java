// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// A system call that mailboxes use where there is one. The kernel itself is asked: its version
/// does not tell what a container's filter refuses.
enum KernelFeature {
  /// `membarrier(2)` with the global expedited command, which asks for a register command beside.
  MEMBARRIER(324, 283) {
    @Override
    boolean isThere() {
      long commands = call(number());
      return commands > 0 && (commands & GLOBAL_EXPEDITED) == GLOBAL_EXPEDITED;
    }
  },

  /// `futex_waitv(2)`: of no words at all it refuses the count, where it is known.
  FUTEX_WAITV(449, 449) {
    @Override
    boolean isThere() {
      return call(number()) == -EINVAL;
    }
  };

  private static final long GLOBAL_EXPEDITED = 2 | 4;
  private static final long EINVAL = 22;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout ERRNO = Linker.Option.captureStateLayout();
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1),
          Linker.Option.captureCallState("errno"));

  private final int x86;
  private final int aarch64;

  KernelFeature(int x86, int aarch64) {
    this.x86 = x86;
    this.aarch64 = aarch64;
  }

  /// Whether the kernel has it and lets this process use it.
  abstract boolean isThere();

  final long number() {
    return System.getProperty("os.arch").equals("aarch64") ? aarch64 : x86;
  }

  /// What the kernel returns to a call with nothing but zeros, or minus the errno.
  private static long call(long number) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(ERRNO);
      long result = (long) CALL.invokeExact(state, number, 0L, 0L, 0L, 0L, 0L);
      return result >= 0 ? result : -Math.max(1, state.get(JAVA_INT, 0));
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }
}
