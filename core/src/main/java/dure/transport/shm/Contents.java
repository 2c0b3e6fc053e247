// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.DamagedMailboxException;
import dure.MailboxSettings;
import dure.Message;
import dure.Occupancy;
import dure.Order;
import dure.queue.Engine;
import dure.queue.ExclusiveEnd;
import dure.queue.Pending;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What lies in a mailbox, looked at without taking it.
final class Contents {
  private static final Comparator<Pending> BY_POSITION =
      Comparator.comparingLong(Pending::position);
  private static final Comparator<Pending> BY_PRIORITY =
      Comparator.comparingInt(Pending::priority).reversed().thenComparing(BY_POSITION);

  private final Attachment attachment;
  private final Engine engine;
  private final @Nullable ExclusiveEnd end;
  private final Comparator<Pending> order;

  Contents(MailboxSettings settings, Attachment attachment) {
    this.attachment = attachment;
    this.engine = attachment.engine();
    this.end = attachment.receivingEnd();
    this.order = settings.order() == Order.PRIORITY ? BY_PRIORITY : BY_POSITION;
  }

  /// What a sender may want to know.
  Occupancy occupancy() {
    try {
      attachment.check();
      return estimate();
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// A rendezvous has room for none and for all.
  private Occupancy estimate() {
    int waiting = attachment.participants().waitingToReceive();
    Header header = attachment.header();
    if (header.isRendezvous()) {
      return new Occupancy(0, waiting, waiting);
    }
    long depth = engine.depth();
    long room = header.isUnbounded() ? Long.MAX_VALUE : header.capacity() - depth;
    return new Occupancy(depth, room, waiting);
  }

  /// The untaken messages of this participant.
  List<Message> untaken() {
    try {
      attachment.requireOpen();
      long id = attachment.participants().id(attachment.participants().me());
      return copies(id, Integer.MAX_VALUE, BY_POSITION);
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// The first untaken messages, in the order in which they are received. In a rendezvous nothing
  /// lies.
  List<Message> browse(int most) {
    try {
      attachment.check();
      return attachment.header().isRendezvous() ? List.of() : copies(Engine.ANYBODY, most, order);
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  private List<Message> copies(long sender, int most, Comparator<Pending> inOrder) {
    List<Pending> untaken = new ArrayList<>();
    engine.untaken(sender, untaken::add);
    untaken.sort(inOrder);
    List<Message> copies = new ArrayList<>();
    for (int i = 0; i < untaken.size() && copies.size() < most; i++) {
      Message copy = engine.copy(untaken.get(i));
      if (copy != null) {
        copies.add(copy);
      }
    }
    return copies;
  }

  /// Takes a message that was seen, and is done with it; whether it was there still, and ours to
  /// take.
  boolean remove(Message seen) {
    try {
      attachment.check();
      return (end == null || end.tryHave()) && isRemoved(seen);
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  private boolean isRemoved(Message seen) {
    List<Pending> same = new ArrayList<>();
    engine.untaken(
        Engine.ANYBODY,
        its -> {
          if (its.position() == seen.position()) {
            same.add(its);
          }
        });
    boolean removed = !same.isEmpty() && engine.remove(same.getFirst(), seen.bytes());
    attachment.requireOpen();
    return removed;
  }
}
