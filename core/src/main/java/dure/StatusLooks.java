// SPDX-License-Identifier: Apache-2.0
package dure;

import dure.MailboxStatus.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks at many mailboxes at the same time, so that owners which do not answer cost their time
/// once, and not each.
final class StatusLooks {
  /// How long all owners together may take to answer.
  private static final long PATIENCE_NANOS = 1_000_000_000L;

  /// An owner that does not answer keeps a thread inside the kernel, so it is a platform thread.
  private static final int MOST_THREADS = 64;

  private StatusLooks() {}

  /// What comes of each look, in the order of the addresses; what takes too long is unreachable. An
  /// interrupt shows afterwards, and ends the wait.
  static List<MailboxStatus> of(
      List<Address> addresses, Function<Address, Optional<MailboxStatus>> look) {
    if (addresses.size() <= 1) {
      return addresses.stream().map(look).flatMap(Optional::stream).toList();
    }
    List<Callable<Optional<MailboxStatus>>> looks = new ArrayList<>();
    addresses.forEach(address -> looks.add(() -> look.apply(address)));
    List<Future<Optional<MailboxStatus>>> seen = made(looks);
    List<MailboxStatus> all = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      Address address = addresses.get(i);
      all.addAll(result(address, i < seen.size() ? seen.get(i) : null).stream().toList());
    }
    return all;
  }

  /// All mailboxes of several transports, in their order. An interrupt shows afterwards.
  static List<MailboxStatus> ofAll(List<Transport> transports) {
    List<FutureTask<List<MailboxStatus>>> lists =
        transports.stream().map(transport -> new FutureTask<>(transport::list)).toList();
    lists.forEach(list -> Thread.ofPlatform().daemon().name("dure-list").start(list));
    List<MailboxStatus> all = new ArrayList<>();
    lists.forEach(list -> all.addAll(outcome(list)));
    return all;
  }

  private static <T> T outcome(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      throw failure(task.exceptionNow());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<Future<Optional<MailboxStatus>>> made(
      List<Callable<Optional<MailboxStatus>>> looks) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(looks.size(), MOST_THREADS),
            Thread.ofPlatform().daemon().name("dure-look-", 0).factory());
    try {
      return threads.invokeAll(looks, PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Optional<MailboxStatus> result(
      Address address, @Nullable Future<Optional<MailboxStatus>> seen) {
    try {
      if (seen != null) {
        return seen.resultNow();
      }
    } catch (IllegalStateException tooLate) {
      if (seen.state() == Future.State.FAILED) {
        throw failure(seen.exceptionNow());
      }
    }
    return Optional.of(new MailboxStatus(address, Condition.UNREACHABLE, null));
  }

  private static RuntimeException failure(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(new ExecutionException(thrown));
  }
}
