// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.DamagedMailboxException;
import dure.Deadline;
import dure.DureException;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.MailboxSet;
import dure.OwnerGoneException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The links by which partners send to this process: one for each name, with room and messages of
/// its own, so that no partner holds up another. A link goes when its partner has gone and its last
/// message has been received. For all threads.
final class IncomingLinks implements AutoCloseable {
  /// How many partners can send to one process: so many links can be waited at together.
  static final int MOST = MailboxSet.MOST - 1;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int most;

  // Guarded by the lock.
  private final Map<String, IncomingLink> links = new LinkedHashMap<>();
  private @Nullable LinkSet set;

  /// Written under the lock. The name that this process has now.
  private volatile ProcessAddress me;

  /// Written under the lock.
  private volatile boolean closed;

  /// @param most how many partners, at most [#MOST]
  IncomingLinks(ProcessAddress me, int most) {
    this.me = me;
    this.most = most;
  }

  /// From now on this process has another name.
  void rename(ProcessAddress name) {
    me = name;
  }

  boolean isClosed() {
    return closed;
  }

  /// Throws if this process has left.
  void requireOpen() {
    if (closed) {
      throw me.left();
    }
  }

  // What the server of links does.

  /// The link of a partner that has come, a new one unless one of its name is there; null if there
  /// are too many, or this process has left.
  ///
  /// @throws dure.OutOfSharedMemoryException if there is no memory for a new one
  @Nullable IncomingLink admit(String partner) {
    lock.lock();
    try {
      IncomingLink link = links.get(partner);
      if (link == null && !closed) {
        List.copyOf(links.values()).forEach(this::removeIfDone);
        if (links.size() < most) {
          link = IncomingLink.make(partner, me);
          links.put(partner, link);
          tellWaiting();
        }
      }
      if (link != null) {
        link.enter();
      }
      return link;
    } finally {
      lock.unlock();
    }
  }

  /// A partner's connection has ended.
  ///
  /// @param cut whether this process has ended it
  void leave(IncomingLink link, boolean cut) {
    lock.lock();
    try {
      link.leave(cut);
      removeIfDone(link);
    } finally {
      lock.unlock();
    }
  }

  /// The names of the partners that are there.
  List<String> partners() {
    lock.lock();
    try {
      return links.values().stream()
          .filter(IncomingLink::isConnected)
          .map(IncomingLink::partner)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  // Under the lock.
  private void removeIfDone(IncomingLink link) {
    if (!closed && links.get(link.partner()) == link && !link.isConnected() && isDone(link)) {
      remove(link);
    }
  }

  private static boolean isDone(IncomingLink link) {
    try {
      return link.isDone();
    } catch (DureException damaged) {
      return false; // the next receiver there is told
    }
  }

  // Under the lock.
  private void remove(IncomingLink link) {
    links.remove(link.partner());
    link.mailbox().close();
    tellWaiting();
  }

  // Under the lock.
  private void tellWaiting() {
    changed.signalAll();
    if (set != null) {
      set.close();
      set = null;
    }
  }

  // Receiving.

  /// The next message of a partner, waiting for it until a deadline; null if none came.
  @Nullable DirectMessage receive(String from, long deadline) throws InterruptedException {
    while (true) {
      IncomingLink link = await(from, deadline);
      if (link == null) {
        return null;
      }
      try {
        return received(link, link.opened(link.mailbox().receive(Deadline.left(deadline))));
      } catch (MailboxClosedException removed) {
        requireOpen();
      } catch (DamagedMailboxException | MailboxDeletedException | OwnerGoneException spoilt) {
        throw dropped(link, spoilt);
      }
    }
  }

  /// The link of a partner, waiting for it until a deadline; null if none came.
  private @Nullable IncomingLink await(String partner, long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        requireOpen();
        IncomingLink link = links.get(partner);
        long left = Deadline.remaining(deadline);
        if (link != null || left <= 0) {
          return link;
        }
        boolean _ = changed.await(left, TimeUnit.NANOSECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The next message of a partner if there is one now, else null.
  @Nullable DirectMessage tryReceive(String from) {
    IncomingLink link = link(from);
    if (link == null) {
      return null;
    }
    try {
      return received(link, link.opened(link.mailbox().tryReceive()));
    } catch (MailboxClosedException removed) {
      requireOpen();
      return null;
    } catch (DamagedMailboxException | MailboxDeletedException | OwnerGoneException spoilt) {
      throw dropped(link, spoilt);
    }
  }

  private @Nullable IncomingLink link(String partner) {
    lock.lock();
    try {
      requireOpen();
      return links.get(partner);
    } finally {
      lock.unlock();
    }
  }

  /// The next message of any partner, waiting for it until a deadline; null if none came.
  @Nullable DirectMessage receive(long deadline) throws InterruptedException {
    while (true) {
      LinkSet all = set();
      try {
        return received(all.receive(Deadline.within(deadline)));
      } catch (MailboxClosedException aLinkHasComeOrGone) {
        requireOpen();
      } catch (DamagedMailboxException | MailboxDeletedException | OwnerGoneException spoilt) {
        throw dropped(spoilt);
      }
    }
  }

  /// The next message of any partner if there is one now, else null.
  @Nullable DirectMessage tryReceive() {
    while (true) {
      LinkSet all = set();
      try {
        return received(all.tryReceive());
      } catch (MailboxClosedException aLinkHasComeOrGone) {
        requireOpen();
      } catch (DamagedMailboxException | MailboxDeletedException | OwnerGoneException spoilt) {
        throw dropped(spoilt);
      }
    }
  }

  private LinkSet set() {
    lock.lock();
    try {
      requireOpen();
      LinkSet all = set;
      if (all == null) {
        all = LinkSet.of(links.values(), me.name());
        set = all;
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable DirectMessage received(@Nullable DirectMessage message) {
    IncomingLink link = message == null ? null : link(message.from());
    return link == null ? message : received(link, message);
  }

  /// Removes the link of a partner that has gone once nothing is in it.
  private @Nullable DirectMessage received(IncomingLink link, @Nullable DirectMessage message) {
    if (!link.isConnected()) {
      lock.lock();
      try {
        removeIfDone(link);
      } finally {
        lock.unlock();
      }
    }
    return message;
  }

  /// Removes a link whose memory its partner has spoilt: one receiver is told, and the messages of
  /// all others come as before.
  private DureException dropped(IncomingLink link, DureException spoilt) {
    lock.lock();
    try {
      if (!closed && links.get(link.partner()) == link) {
        remove(link);
      }
    } finally {
      lock.unlock();
    }
    return spoilt;
  }

  private DureException dropped(DureException spoilt) {
    lock.lock();
    try {
      List.copyOf(links.values()).stream()
          .filter(link -> link.mailbox().address().toString().equals(spoilt.mailbox()))
          .forEach(link -> dropped(link, spoilt));
    } finally {
      lock.unlock();
    }
    return spoilt;
  }

  /// Ends all links with all that is in them.
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        links.values().forEach(link -> link.mailbox().close());
        links.clear();
        tellWaiting();
      }
    } finally {
      lock.unlock();
    }
  }
}
