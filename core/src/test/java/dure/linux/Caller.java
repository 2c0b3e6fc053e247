// SPDX-License-Identifier: Apache-2.0
package dure.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dure.testkit.Child;
import dure.testkit.Eventually;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/// A thread that makes one call, watched from outside: whether it is inside the kernel, what it
/// returned, and how it bears signals.
final class Caller implements AutoCloseable {
  /// Handled by the JVM, which does nothing about it: so it only interrupts.
  private static final int SIGPIPE = 13;

  private static final MethodHandle GETTID = function("gettid", FunctionDescriptor.of(JAVA_INT));
  private static final MethodHandle TGKILL =
      function("tgkill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));

  private final CompletableFuture<Integer> number = new CompletableFuture<>();
  private final CompletableFuture<Long> result = new CompletableFuture<>();
  private final Thread thread;

  private Caller(LongSupplier call) {
    thread =
        Thread.ofPlatform()
            .daemon()
            .name("caller")
            .start(() -> {
              try {
                number.complete((int) GETTID.invokeExact());
                result.complete(call.getAsLong());
              } catch (Throwable e) {
                number.completeExceptionally(e);
                result.completeExceptionally(e);
              }
            });
  }

  static Caller calling(LongSupplier call) {
    return new Caller(call);
  }

  /// Waits until the thread is inside a system call.
  Caller awaitInside(SystemCall call) {
    Eventually.holds(() -> Inside.isInside(get(number), call));
    return this;
  }

  /// Whether the call has returned.
  boolean isDone() {
    return result.isDone();
  }

  /// What the call returned, waiting for it.
  long result() {
    return get(result);
  }

  /// Interrupts the call with a signal.
  void signal() {
    try {
      int thread = get(number);
      int _ = (int) TGKILL.invokeExact((int) ProcessHandle.current().pid(), thread, SIGPIPE);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Waits for the thread's end.
  @Override
  public void close() {
    try {
      if (!thread.join(Child.PATIENCE)) {
        throw new AssertionError("the call does not return");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return Eventually.result(future);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static MethodHandle function(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }
}
