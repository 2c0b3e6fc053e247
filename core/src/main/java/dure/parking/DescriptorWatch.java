// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.linux.Bell;
import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Poll;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One platform thread that waits for descriptors on behalf of virtual threads, which would each
/// pin their carrier in the kernel.
///
/// It waits for all descriptors and for its own *bell*, which is raised when there is one more. It
/// ends when nobody has been there for a while, and the next one starts another. It only passes on
/// news: how long to sleep is each sleeper's own affair.
final class DescriptorWatch implements Runnable {
  private static final long IDLE_NANOS = 200_000_000L;

  // Guarded by the class.
  private static @Nullable DescriptorWatch current;

  private final int bell = (int) KernelException.check("eventfd", Bell.make());

  // Guarded by the class.
  private final List<Post> posts = new ArrayList<>();

  /// Who waits for what.
  private record Post(int fd, int event, Sleeper sleeper) {}

  private DescriptorWatch() {}

  /// Lets the current, virtual thread sleep until a descriptor is ready, at most `nanos`.
  static void sleep(int fd, int event, long nanos) {
    Post post = new Post(fd, event, new Sleeper());
    DescriptorWatch watch = begin(post);
    try {
      post.sleeper().sleep(nanos);
    } finally {
      watch.end(post);
    }
  }

  private static DescriptorWatch begin(Post post) {
    synchronized (DescriptorWatch.class) {
      DescriptorWatch watch = current;
      if (watch == null) {
        watch = new DescriptorWatch();
        Thread.ofPlatform().daemon().name("dure-descriptor-watch").start(watch);
        current = watch;
      }
      watch.posts.add(post);
      Bell.ring(watch.bell);
      return watch;
    }
  }

  /// Its descriptor may be closed after this: the watch may still wait for it once, and takes
  /// whatever it says for no more than a reason to look again.
  private void end(Post post) {
    synchronized (DescriptorWatch.class) {
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
      synchronized (DescriptorWatch.class) {
        if (current == this) {
          current = null; // it failed: whoever sleeps here looks again in time
        }
        posts.forEach(post -> post.sleeper().wake());
        Files.close(bell);
      }
    }
  }

  /// Waits once for all there are; false when it has left because nobody came.
  private boolean makeRound() {
    List<Post> round;
    synchronized (DescriptorWatch.class) {
      round = List.copyOf(posts);
    }
    int[] fds = new int[round.size() + 1];
    int[] events = new int[round.size() + 1];
    for (int i = 0; i < round.size(); i++) {
      fds[i] = round.get(i).fd();
      events[i] = round.get(i).event();
    }
    fds[round.size()] = bell;
    events[round.size()] = Poll.POLLIN;
    boolean[] ready = Poll.await(fds, events, IDLE_NANOS);
    Bell.silence(bell);
    return pass(round, ready);
  }

  private boolean pass(List<Post> round, boolean[] ready) {
    synchronized (DescriptorWatch.class) {
      boolean nothing = !ready[round.size()];
      for (int i = 0; i < round.size(); i++) {
        if (ready[i]) {
          nothing = false;
          round.get(i).sleeper().wake();
          posts.remove(round.get(i));
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
