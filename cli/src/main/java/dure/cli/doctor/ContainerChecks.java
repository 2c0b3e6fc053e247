// SPDX-License-Identifier: Apache-2.0
package dure.cli.doctor;

import dure.cli.options.ByteSize;
import dure.inspect.KernelSnapshot.Bound;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// What is thought of the bounds of control groups: from nine tenths on they are about to be
/// reached.
final class ContainerChecks {
  private ContainerChecks() {}

  static LimitCheck ofMemory(@Nullable Bound bound) {
    return check(
        "memory.max",
        bound,
        bytes -> new ByteSize(bytes).toString(),
        "all memory of this control group, mailboxes included; beyond it a process is killed",
        "give the container more memory, as docker run --memory=4g");
  }

  static LimitCheck ofThreads(@Nullable Bound bound) {
    return check(
        "pids.max",
        bound,
        Long::toString,
        "processes and threads of this control group",
        "allow the container more of them, as docker run --pids-limit=4096");
  }

  private static LimitCheck check(
      String name,
      @Nullable Bound bound,
      LongFunction<String> text,
      String meaning,
      String remedy) {
    boolean nearly = bound != null && bound.used() > bound.most() - bound.most() / 10;
    return new LimitCheck(
        "container",
        name,
        nearly ? Verdict.WRONG : Verdict.OK,
        bound == null
            ? "none"
            : text.apply(bound.most()) + ", " + text.apply(bound.used()) + " used",
        meaning,
        nearly ? remedy : "");
  }
}
