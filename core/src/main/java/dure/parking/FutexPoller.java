// SPDX-License-Identifier: Apache-2.0
package dure.parking;

import dure.linux.Errno;
import dure.linux.Futex;
import dure.raw.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One platform thread that sleeps on many futexes for virtual threads, which would each pin their
/// carrier in the kernel.
///
/// A watch has up to [Futex#MOST_WORDS]` − 1` posts, each a word and any number of sleepers; the
/// remaining place is for its own *bell*, a word that is raised to make it look at its posts again.
/// There are as many watches as needed; each ends when it has had nobody for a while. A watch only
/// passes on news: how long to sleep is each sleeper's own affair.
final class FutexPoller implements Runnable {
  private static final int MOST_POSTS = Futex.MOST_WORDS - 1;
  private static final long IDLE_NANOS = 200_000_000L;

  /// How long words are waited for before those are left out at which nobody sleeps any more.
  private static final long BUSY_NANOS = 1_000_000_000L;

  /// How often to look where the kernel cannot wait for several words.
  private static final long LOOK_NANOS = 1_000_000L;

  private static final List<FutexPoller> WATCHES = new ArrayList<>();

  private final MemorySegment bell = Arena.ofAuto().allocate(ValueLayout.JAVA_INT);
  private final Futex.Words words = new Futex.Words();

  /// Whose word stands where in the list; the bell, at first, is nobody's. Of the watch's thread.
  private final List<@Nullable WaitEntry> watched = new ArrayList<>();

  // Guarded by this.
  private final Map<Word, WaitEntry> posts = new LinkedHashMap<>();
  private long lastBusy = System.nanoTime();

  /// What a post is known by.
  private record Word(long address, int expected) {}

  private FutexPoller() {}

  /// Lets the current, virtual thread sleep while a word is `expected`, at most `nanos`.
  ///
  /// @param memory keeps the word mapped
  static void sleep(Object memory, long address, int expected, long nanos) {
    Word word = new Word(address, expected);
    ParkedThread sleeper = new ParkedThread();
    FutexPoller watch = begin(word, memory, sleeper);
    try {
      sleeper.sleep(nanos);
    } finally {
      watch.end(word, sleeper);
    }
  }

  /// Lets the current, virtual thread sleep while each of several words is as expected, at most
  /// `nanos`. Their posts may be with several watches: any of them wakes it.
  static void sleep(WordSet several, long nanos) {
    int count = several.count();
    Word[] words = new Word[count];
    FutexPoller[] watches = new FutexPoller[count];
    ParkedThread sleeper = new ParkedThread();
    int begun = 0;
    try {
      for (; begun < count; begun++) {
        words[begun] = new Word(several.address(begun), several.expected(begun));
        watches[begun] = begin(words[begun], several.memory(begun), sleeper);
      }
      sleeper.sleep(nanos);
    } finally {
      for (int i = 0; i < begun; i++) {
        watches[i].end(words[i], sleeper);
      }
    }
  }

  private static FutexPoller begin(Word word, Object memory, ParkedThread sleeper) {
    synchronized (WATCHES) {
      for (FutexPoller watch : WATCHES) {
        if (watch.take(word, memory, sleeper)) {
          return watch;
        }
      }
      FutexPoller watch = new FutexPoller();
      watch.take(word, memory, sleeper);
      // Put on the list once it runs: of one whose thread cannot start, nobody would be woken.
      Thread.ofPlatform().daemon().name("dure-night-watch").start(watch);
      WATCHES.add(watch);
      return watch;
    }
  }

  private synchronized boolean take(Word word, Object memory, ParkedThread sleeper) {
    lastBusy = System.nanoTime();
    WaitEntry post = posts.get(word);
    if (post == null) {
      if (posts.size() == MOST_POSTS) {
        return false;
      }
      post = new WaitEntry(memory, word.address(), word.expected());
      posts.put(word, post);
      Words.intGetAndAdd(bell.address(), 1);
      Futex.wake(bell.address(), 1);
    }
    post.add(sleeper);
    return true;
  }

  private synchronized void end(Word word, ParkedThread sleeper) {
    WaitEntry post = posts.get(word);
    if (post != null) {
      post.remove(sleeper); // the post itself stays a little, for the next who sleeps there
    }
  }

  @Override
  public void run() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        goesOn = makeRound();
      }
    } finally {
      synchronized (WATCHES) {
        WATCHES.remove(this);
      }
      wakeAll();
    }
  }

  /// Looks around and then sleeps until there is news; false when it has left the list of watches.
  private boolean makeRound() {
    try {
      int rung = Words.intVolatile(bell.address());
      words.put(0, bell.address(), rung);
      int count = lookAround();
      long most = count > 1 ? BUSY_NANOS : IDLE_NANOS;
      tell(Futex.waitAny(words, count, System.nanoTime() + most), rung);
      return !retire();
    } catch (InternalError pageGone) {
      // A file was cut under one of the words. Whose it is will find out himself.
      wakeAll();
      return true;
    }
  }

  /// Wakes those whose word has changed, and writes the list of the bell and all other words: its
  /// length.
  private synchronized int lookAround() {
    watched.clear();
    watched.add(null);
    for (Iterator<WaitEntry> all = posts.values().iterator(); all.hasNext(); ) {
      WaitEntry post = all.next();
      // Where nobody sleeps any more, the memory may be gone.
      if (!post.isDeserted() && post.hasChanged()) {
        post.wakeAll();
      }
      if (post.isDeserted()) {
        all.remove();
      } else {
        words.put(watched.size(), post.address, post.expected);
        watched.add(post);
      }
    }
    return watched.size();
  }

  /// Passes on what came of waiting. That a word has changed shows at the next look around.
  private void tell(int result, int rung) {
    if (result > 0) {
      wake(watched.get(result));
    } else if (Errno.EFAULT.is(result)) {
      wakeAll(); // the page of one of them is gone
    } else if (result < 0
        && !Errno.EAGAIN.is(result)
        && !Errno.ETIMEDOUT.is(result)
        && !Errno.EINTR.is(result)) {
      // A kernel older than 5.16, or one that is told to refuse the call.
      Futex.wait(bell.address(), rung, LOOK_NANOS);
    }
  }

  private synchronized void wake(@Nullable WaitEntry post) {
    if (post != null) {
      post.wakeAll();
    }
  }

  private synchronized void wakeAll() {
    posts.values().forEach(WaitEntry::wakeAll);
    posts.clear();
  }

  /// Leaves the list of watches if there is nothing to do and has been nothing for a while.
  private boolean retire() {
    synchronized (WATCHES) {
      synchronized (this) {
        boolean idle =
            posts.values().stream().allMatch(WaitEntry::isDeserted)
                && System.nanoTime() - lastBusy >= IDLE_NANOS;
        return idle && WATCHES.remove(this);
      }
    }
  }
}
