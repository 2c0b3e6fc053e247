// SPDX-License-Identifier: Apache-2.0
package dure.handover;

import dure.linux.EventFd;
import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Poll;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One thread that waits for the descriptors of any number of sources, and has each attend to its
/// own: a reactor, as the field calls it. For all threads.
///
/// The thread starts with the first source, and ends some time after the last. A source must not
/// wait, as all others of the loop would wait with it.
public final class DescriptorLoop {
  /// The loop of all sources of this process that never wait.
  public static final DescriptorLoop SHARED = new DescriptorLoop("dure-descriptors");

  private static final long FOREVER_NANOS = 3_600_000_000_000L;
  private static final long IDLE_NANOS = 200_000_000L;

  /// How long to let be what the kernel refuses now, as when all descriptors are in use.
  private static final long PAUSE_NANOS = 20_000_000L;

  private final String threadName;

  // Guarded by this.
  private final List<Source> sources = new ArrayList<>();
  private @Nullable Running running;

  /// What has descriptors to wait for. All calls come from the thread of the loop.
  public interface Source {
    /// The descriptors whose news the source wants now.
    int[] descriptors();

    /// Attends to the news; false if the source is over, and its descriptors are closed.
    ///
    /// @param ready for each of the descriptors, whether it has something to say
    boolean attend(boolean[] ready);
  }

  /// A thread of the loop from its start to its end.
  ///
  /// @param bell an eventfd that says that a source has come
  private record Running(Thread thread, int bell) {}

  public DescriptorLoop(String threadName) {
    this.threadName = threadName;
  }

  /// Adds a source: zero, or −errno if this process can have no descriptor for the loop's own use.
  public synchronized int add(Source source) {
    Running now = running;
    if (now == null) {
      int bell = EventFd.make();
      if (bell < 0) {
        return bell;
      }
      now = start(bell);
    }
    sources.add(source);
    EventFd.ring(now.bell);
    return 0;
  }

  /// Whether the calling thread is the one of this loop.
  synchronized boolean isMine() {
    return running != null && running.thread == Thread.currentThread();
  }

  /// Waits a moment, where the kernel refuses what every source may need.
  static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  private Running start(int bell) {
    Thread thread = Thread.ofPlatform().daemon().name(threadName).unstarted(() -> run(bell));
    boolean started = false;
    try {
      thread.start();
      started = true;
      running = new Running(thread, bell);
      return running;
    } finally {
      if (!started) {
        running = null;
        Files.close(bell);
      }
    }
  }

  private void run(int bell) {
    boolean idle = false;
    try {
      while (!idle) {
        idle = !makeRound(bell) && isOver(bell);
      }
    } finally {
      if (!idle) {
        goOn(bell);
      }
    }
  }

  /// Waits once; whether there was any news.
  private boolean makeRound(int bell) {
    List<Source> round = sources();
    List<int[]> each = new ArrayList<>(round.stream().map(Source::descriptors).toList());
    each.add(new int[] {bell});
    boolean[] ready;
    try {
      int[] all = each.stream().flatMapToInt(Arrays::stream).toArray();
      ready = Poll.await(all, round.isEmpty() ? IDLE_NANOS : FOREVER_NANOS);
    } catch (KernelException | OutOfMemoryError forLackOfMemory) {
      pause();
      return true;
    }
    boolean news = ready[ready.length - 1];
    if (news) {
      EventFd.silence(bell);
    }
    int from = 0;
    for (int i = 0; i < round.size(); i++) {
      boolean[] its = Arrays.copyOfRange(ready, from, from + each.get(i).length);
      from += its.length;
      news |= attend(round.get(i), its);
    }
    return news;
  }

  private synchronized List<Source> sources() {
    return List.copyOf(sources);
  }

  /// Whether a source had any news. It is over, too, if it fails.
  private boolean attend(Source source, boolean[] its) {
    if (!hasNews(its)) {
      return false;
    }
    boolean stays = false;
    try {
      stays = source.attend(its);
    } finally {
      if (!stays) {
        remove(source);
      }
    }
    return true;
  }

  private static boolean hasNews(boolean[] ready) {
    for (boolean one : ready) {
      if (one) {
        return true;
      }
    }
    return false;
  }

  private synchronized void remove(Source source) {
    boolean _ = sources.remove(source);
  }

  /// Whether there is no source left; then the next one starts a thread anew.
  private synchronized boolean isOver(int bell) {
    boolean over = sources.isEmpty();
    if (over) {
      running = null;
      Files.close(bell);
    }
    return over;
  }

  /// A source has failed: the others get another thread.
  private synchronized void goOn(int bell) {
    Running _ = start(bell);
  }
}
