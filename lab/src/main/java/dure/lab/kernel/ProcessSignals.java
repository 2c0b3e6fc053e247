// SPDX-License-Identifier: Apache-2.0
package dure.lab.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// Signals between the lab and its processes.
public enum ProcessSignals {
  /// Ends a process, which cannot help it.
  KILL(9),
  /// Lets a stopped process go on.
  CONTINUE(18),
  /// Stops a process, which cannot help it, until it is continued.
  STOP(19);

  private static final int PR_SET_PDEATHSIG = 1;

  private static final MethodHandle SEND =
      call("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CONTROL =
      call(
          "prctl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));

  private final int number;

  ProcessSignals(int number) {
    this.number = number;
  }

  private static MethodHandle call(
      String name, FunctionDescriptor types, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), types, options);
  }

  /// Sends this signal to a process; whether there was one to send it to.
  public boolean send(long pid) {
    try {
      return (int) SEND.invokeExact((int) pid, number) == 0;
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Has the kernel continue this process when the thread that started it ends, so that a stopped
  /// process can see that the lab has gone.
  public static void continueAtParentsDeath() {
    try {
      int _ = (int) CONTROL.invokeExact(PR_SET_PDEATHSIG, (long) CONTINUE.number, 0L, 0L, 0L);
    } catch (Throwable impossible) {
      throw new AssertionError(impossible);
    }
  }
}
