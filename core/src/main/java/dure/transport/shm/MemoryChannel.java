// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.Address;
import dure.Channel;
import dure.Choice;
import dure.Claim;
import dure.DamagedMailboxException;
import dure.Deadline;
import dure.Mailbox;
import dure.MailboxSet;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.Occupancy;
import dure.Payload;
import dure.Receipt;
import dure.Sending;
import dure.Until;
import dure.Waiting;
import dure.WhenFull;
import dure.gate.MultiWait;
import dure.gate.Waitable;
import dure.layout.ParticipantLayout;
import dure.queue.Attributes;
import dure.queue.ReceivingEnd;
import dure.queue.SendingEnd;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A mailbox in shared memory, as a process that takes part in it has it open: each call, from the
/// caller to the engine. What takes longer than a moment, waiting and looking around, is done by
/// its parts.
///
/// Each call that touches the region asks once, first, whether the mailbox can still be used; keeps
/// the mapping reachable until it is done, because the addresses go when it is unreachable; and
/// turns what a damaged region, or one that another thread has just closed, does to it into an
/// exception that says so.
final class MemoryChannel implements Channel, Waitable.Mailbox {
  /// To copy more takes longer than a moment.
  private static final long SHORT = 1 << 20;

  private final Attachment attachment;
  private final MailboxSettings settings;
  private final SendingEnd sending;
  private final ReceivingEnd receivingEnd;
  private final MemorySegment region;
  private final long base;
  private final Waiting waiting;
  private final boolean refuses;
  private final RoomWait room;
  private final SendStateWait fates;
  private final Receiving receiving;
  private final Contents contents;
  private final ThreadCache<ClaimInPlace> spareClaims;
  private final ThreadCache<MessageInPlace> spareMessages;
  private boolean sends;

  MemoryChannel(MailboxSettings settings, Attachment attachment, Waiting waiting) {
    this.attachment = attachment;
    this.settings = settings;
    this.waiting = waiting;
    this.sending = attachment.engine().sendingEnd();
    this.receivingEnd = attachment.engine().receivingEnd();
    this.region = attachment.mapping().segment();
    this.base = attachment.mapping().address();
    this.refuses = attachment.header().isRendezvous() && settings.whenFull() == WhenFull.REFUSE;
    this.room = new RoomWait(settings, attachment, waiting);
    this.fates = new SendStateWait(attachment, waiting);
    this.receiving = new Receiving(settings, attachment, waiting, this::copied);
    this.contents = new Contents(settings, attachment);
    this.spareClaims = new ThreadCache<>(thread -> new ClaimInPlace(thread, this, region));
    this.spareMessages =
        new ThreadCache<>(
            thread -> new MessageInPlace(thread, receivingEnd, attachment, receivingEnd));
  }

  @Override
  public Address address() {
    return attachment.address;
  }

  @Override
  public long incarnation() {
    return attachment.header().created();
  }

  @Override
  public MailboxSettings settings() {
    return settings;
  }

  @Override
  public MailboxStatus status() {
    return attachment.status();
  }

  @Override
  public void requireLive() {
    attachment.check();
  }

  @Override
  public Channel another() {
    return attachment.another(false, waiting);
  }

  // Sending.

  @Override
  public <S> int send(S message, Payload<S> payload, Sending how, long deadline)
      throws InterruptedException {
    long size = payload.size(message);
    int claim = NOT_NOW;
    try {
      claim = claimed(size, how, deadline);
      if (claim == NOT_NOW) {
        return NOT_SENT;
      }
      if (size > SHORT) {
        sending.keepClaim(claim);
      }
      payload.copyTo(message, region, sending.roomAddress(claim, size) - base);
      int filled = claim;
      claim = NOT_NOW;
      int sent = sending.publish(filled, size, size, label(how));
      attachment.requireOpen();
      return sent;
    } catch (DamagedMailboxException damage) {
      throw attachment.explained(damage);
    } catch (InternalError damage) {
      throw attachment.explainedCopy(damage);
    } finally {
      if (claim != NOT_NOW) {
        abandon(claim);
      }
      Reference.reachabilityFence(attachment);
    }
  }

  private static Attributes label(Sending how) {
    return how == Sending.PLAIN
        ? Attributes.PLAIN
        : new Attributes(how.priority(), how.number(), how.until() != Until.ACCEPTED);
  }

  /// Room for a message, or [dure.queue.Engine#NOT_NOW].
  private int claimed(long size, Sending how, long deadline) throws InterruptedException {
    requireFits(size);
    attachment.check();
    if (!mayMeet(how, deadline)) {
      return NOT_NOW;
    }
    int claim = sending.tryClaim(size);
    if (claim == NOT_NOW) {
      claim = room.claim(size, deadline);
    } else {
      room.succeeded();
    }
    boolean dropped = claim == NOT_NOW && settings.whenFull() == WhenFull.DROP_NEWEST;
    if (!sends && (claim != NOT_NOW || dropped)) {
      sends = true;
      attachment.participants().plays(ParticipantLayout.SENDS);
    }
    return claim;
  }

  /// False if a receiver has to be there already, and is not. Where senders are refused, an offer
  /// stands for the mailbox's patience: the one that waits may be dead.
  private boolean mayMeet(Sending how, long deadline) {
    boolean mustBeThere = refuses || (deadline == Deadline.NOW && how.until() != Until.ACCEPTED);
    return !mustBeThere || attachment.participants().waitingToReceive() > 0;
  }

  @Override
  public Receipt await(int sent, Until until, long deadline) throws InterruptedException {
    if (deadline == Deadline.NOW) {
      return fates.handOver(sent);
    }
    long patience = Deadline.after(settings.patience());
    return fates.await(sent, until, refuses ? Math.min(deadline, patience) : deadline);
  }

  @Override
  public @Nullable Claim claim(long size, long deadline) throws InterruptedException {
    return claim(size, true, deadline);
  }

  @Override
  public @Nullable Claim claimBriefly(long size, long deadline) throws InterruptedException {
    return claim(size, false, deadline);
  }

  private @Nullable Claim claim(long size, boolean keeps, long deadline)
      throws InterruptedException {
    requireRoom();
    int claim = NOT_NOW;
    try {
      claim = claimed(size, Sending.PLAIN, deadline);
      if (claim == NOT_NOW) {
        return null;
      }
      if (keeps) {
        sending.keepClaim(claim);
      }
      Claim opened = spareClaims.get().open(claim, size, sending.roomAddress(claim, size) - base);
      claim = NOT_NOW;
      return opened;
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      if (claim != NOT_NOW) {
        abandon(claim);
      }
      Reference.reachabilityFence(attachment);
    }
  }

  private void requireRoom() {
    if (attachment.header().isRendezvous()) {
      throw new UnsupportedOperationException(
          "mailbox '"
              + address()
              + "' is a rendezvous and has no room to claim: send the message whole");
    }
  }

  /// Publishes a claim that its sender has filled.
  void publish(int claim, long claimed, long size) {
    try {
      int _ = sending.publish(claim, claimed, size, Attributes.PLAIN);
      attachment.requireOpen();
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// Gives up a claim.
  void abandon(int claim) {
    try {
      sending.abandon(claim);
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  // Receiving.

  @Override
  public @Nullable Message receive(Choice choice, long deadline) throws InterruptedException {
    return copied(receiving.take(false, choice.code(), deadline));
  }

  private @Nullable Message copied(int take) {
    if (take == NOT_NOW) {
      return null;
    }
    MessageInPlace message = spareMessages.get().open(take);
    if (message.size() > SHORT) {
      receivingEnd.keepTake(take);
    }
    return message.copyAndSettle();
  }

  @Override
  public @Nullable Unsettled take(Use use, long deadline) throws InterruptedException {
    int take = receiving.take(use != Use.COPY, 0, deadline);
    if (take == NOT_NOW) {
      return null;
    }
    if (use == Use.IN_PLACE || settings.messageSize() > SHORT) {
      receivingEnd.keepTake(take);
    }
    return use == Use.DELIVERY ? held(take) : spareMessages.get().open(take);
  }

  @Override
  public @Nullable Unsettled next(Unsettled done) {
    int take = receiving.takeAfter(((MessageInPlace) done).end());
    if (take == NOT_NOW) {
      return null;
    }
    receivingEnd.keepTake(take);
    return spareMessages.get().open(take);
  }

  /// A copy of a message that this process keeps in hand.
  private Unsettled held(int take) {
    MessageInPlace inPlace = spareMessages.get().open(take);
    boolean held = false;
    try {
      Message copy = inPlace.copy();
      receivingEnd.hold(take);
      int _ = inPlace.end();
      held = true;
      return new Held(copy, take, this);
    } catch (InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      if (!held) {
        inPlace.settle(false);
      }
    }
  }

  /// Gives back a message that was held.
  void resume(int take, boolean done) {
    try {
      attachment.requireOpen();
      receivingEnd.resume(take);
      if (done) {
        receivingEnd.release(take);
      } else {
        receivingEnd.giveBack(take);
      }
      attachment.requireOpen();
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  @Override
  public Waitable awaited() {
    return receiving;
  }

  @Override
  public MailboxSet together(List<Mailbox> mailboxes) {
    return MultiWait.of(mailboxes);
  }

  // Looking.

  @Override
  public Occupancy occupancy() {
    return contents.occupancy();
  }

  @Override
  public List<Message> untaken() {
    return contents.untaken();
  }

  @Override
  public List<Message> browse(int most) {
    return contents.browse(most);
  }

  @Override
  public boolean remove(Message seen) {
    return contents.remove(seen);
  }

  @Override
  public void close() {
    attachment.close();
    receiving.close();
  }
}
