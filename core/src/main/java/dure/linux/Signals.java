// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dure.linux.Struct.Sigaction;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// A signal that does nothing but end a system call, sent to one thread of this process.
///
/// Its handler is `abs` of the C library, a function of one int that touches no memory and no
/// errno: no Java code runs in a signal handler, and nothing in it could go wrong wherever it
/// strikes. The flags say `SA_RESTART`, so that a call it was not meant for goes on as if nothing
/// had been; the calls of System V message queues and semaphores are among the few that end with
/// `EINTR` all the same (signal(7)). They say `SA_ONSTACK` too, for code in this process that has
/// its threads take signals on stacks of their own.
public final class Signals {
  static final int SA_RESTART = 0x1000_0000;
  static final int SA_ONSTACK = 0x0800_0000;
  static final int SIG_UNBLOCK = 1;

  /// What signal 0 stands for here: that there is none to be had.
  private static final int NONE = 0;

  private static final long DEFAULT_ACTION = 0;

  /// Which to try: real-time signals from the middle of those that C libraries leave to programs.
  /// The first few are what programs take by habit, the last few what the JDK takes.
  private static final int FIRST = 40;

  private static final int LAST = 59;

  /// What the kernel calls a set of signals: one bit for each of 64.
  private static final int SIGSET_BYTES = 8;

  private static final MethodHandle SIGACTION = sigaction();
  private static final int INTERRUPTING = install();
  private static final MemorySegment SET = set();

  private Signals() {}

  /// True if there is such a signal: a number that no other code of this process uses.
  public static boolean isThere() {
    return INTERRUPTING != NONE;
  }

  /// Which one it is; 0 if there is none.
  static int number() {
    return INTERRUPTING;
  }

  /// `gettid(2)`: the kernel's number of the current thread. For platform threads.
  public static int thread() {
    return (int) SystemCall.GETTID.call();
  }

  /// Lets the signal reach the current thread, whatever mask it has inherited.
  public static void unblock() {
    SystemCall.RT_SIGPROCMASK.call(SIG_UNBLOCK, SET.address(), 0, SIGSET_BYTES);
  }

  /// `tgkill(2)`: sends the signal to a thread of this process: zero, or −errno.
  ///
  /// @param thread one that still runs, by [#thread]: its number may be given again when it has
  ///   ended
  public static int interrupt(int thread) {
    return (int) SystemCall.TGKILL.call(Processes.pid(), thread, INTERRUPTING);
  }

  /// Returns when all signals that have been sent to the current thread have been handled: the
  /// kernel hands out what is pending at the end of any system call.
  public static void settle() {
    SystemCall.GETPID.call();
  }

  /// Takes the first signal that still has the action it had when the process started.
  private static int install() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment harmless = arena.allocate(Sigaction.BYTES, JAVA_LONG.byteSize());
      long handler = Linker.nativeLinker().defaultLookup().findOrThrow("abs").address();
      harmless.set(JAVA_LONG, Sigaction.HANDLER, handler);
      harmless.set(JAVA_INT, Sigaction.FLAGS, SA_RESTART | SA_ONSTACK);
      MemorySegment before = arena.allocate(Sigaction.BYTES, JAVA_LONG.byteSize());
      for (int signal = FIRST; signal <= LAST; signal++) {
        if (isFree(signal, MemorySegment.NULL, before)) {
          if (isFree(signal, harmless, before)) {
            return signal;
          }
          action(
              signal,
              before,
              MemorySegment.NULL); // another part of the process was quicker: the signal is its own
        }
      }
      return NONE;
    }
  }

  /// Whether a signal had its default action, until it got another now.
  private static boolean isFree(int signal, MemorySegment action, MemorySegment before) {
    return action(signal, action, before) == 0
        && before.get(JAVA_LONG, Sigaction.HANDLER) == DEFAULT_ACTION;
  }

  private static int action(int signal, MemorySegment action, MemorySegment before) {
    try {
      return (int) SIGACTION.invokeExact(signal, action, before);
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable impossible) {
      throw new AssertionError("a downcall throws nothing checked", impossible);
    }
  }

  /// The library's, not the kernel's: a handler returns through code that the library supplies.
  private static MethodHandle sigaction() {
    SymbolLookup library = Linker.nativeLinker().defaultLookup();
    return Linker.nativeLinker()
        .downcallHandle(
            library.findOrThrow("sigaction"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
  }

  private static MemorySegment set() {
    MemorySegment set = Arena.global().allocate(JAVA_LONG);
    set.set(JAVA_LONG, 0, INTERRUPTING == NONE ? 0 : 1L << (INTERRUPTING - 1));
    return set;
  }
}
