// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.linux.EventFd;
import dure.linux.Files;
import dure.linux.Poll;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One platform thread that waits for descriptors on behalf of virtual threads, which would each
/// pin their carrier in the kernel.
///
/// It waits for all descriptors, each once, and for its own *bell*, which is raised when there is
/// one more. It ends when no thread has waited for a while, and the next waiter starts another. It
/// only passes on news: how long to sleep is each sleeper's own affair.
final class FdPoller implements Runnable {
  private static final long IDLE_NANOS = 200_000_000L;

  // Guarded by the class.
  private static @Nullable FdPoller current;

  private final int bell;

  // Guarded by the class.
  private final List<Post> posts = new ArrayList<>();

  /// Who waits for what.
  private record Post(int fd, int event, ParkedThread sleeper) {}

  private FdPoller(int bell) {
    this.bell = bell;
  }

  /// Lets the current, virtual thread sleep until a descriptor is ready, at most `nanos`. It pins
  /// its carrier where this process can have no descriptor for the bell.
  static void sleep(int fd, int event, long nanos) {
    Post post = new Post(fd, event, new ParkedThread());
    FdPoller watch = begin(post);
    if (watch == null) {
      boolean[] _ = Poll.await(new int[] {fd}, new int[] {event}, nanos);
      return;
    }
    try {
      post.sleeper().sleep(nanos);
    } finally {
      watch.end(post);
    }
  }

  private static @Nullable FdPoller begin(Post post) {
    synchronized (FdPoller.class) {
      FdPoller watch = current;
      if (watch == null) {
        int bell = EventFd.make();
        if (bell < 0) {
          return null;
        }
        watch = new FdPoller(bell);
        watch.start();
        current = watch;
      }
      watch.posts.add(post);
      EventFd.ring(watch.bell);
      return watch;
    }
  }

  private void start() {
    boolean started = false;
    try {
      Thread.ofPlatform().daemon().name("dure-descriptor-watch").start(this);
      started = true;
    } finally {
      if (!started) {
        Files.close(bell);
      }
    }
  }

  /// Its descriptor may be closed after this: the watch may still wait for it once, and takes its
  /// event for no more than a reason to look again.
  private void end(Post post) {
    synchronized (FdPoller.class) {
      posts.remove(post);
    }
  }

  @Override
  public void run() {
    try {
      while (makeRound()) {
        // and another
      }
    } finally {
      synchronized (FdPoller.class) {
        if (current == this) {
          current = null; // it failed: its sleepers look again in time
        }
        posts.forEach(post -> post.sleeper().wake());
        Files.close(bell);
      }
    }
  }

  /// Waits once for all descriptors; false when it has left because no waiter came.
  private boolean makeRound() {
    List<Post> round;
    synchronized (FdPoller.class) {
      round = List.copyOf(posts);
    }
    Map<Integer, Integer> wanted = new LinkedHashMap<>();
    round.forEach(post -> wanted.merge(post.fd(), post.event(), (one, other) -> one | other));
    wanted.put(bell, Poll.POLLIN);
    int[] fds = wanted.keySet().stream().mapToInt(fd -> fd).toArray();
    int[] events = wanted.values().stream().mapToInt(event -> event).toArray();
    boolean[] ready = Poll.await(fds, events, IDLE_NANOS);
    EventFd.silence(bell);
    Set<Integer> news = new HashSet<>();
    for (int i = 0; i < fds.length; i++) {
      if (ready[i]) {
        news.add(fds[i]);
      }
    }
    return pass(round, news);
  }

  private boolean pass(List<Post> round, Set<Integer> news) {
    synchronized (FdPoller.class) {
      boolean nothing = news.isEmpty();
      for (Post post : round) {
        if (news.contains(post.fd())) {
          post.sleeper().wake();
          posts.remove(post);
        }
      }
      if (nothing && posts.isEmpty()) {
        current = null;
        return false;
      }
      return true;
    }
  }
}
