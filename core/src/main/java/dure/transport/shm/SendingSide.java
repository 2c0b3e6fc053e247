// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.DamagedMailboxException;
import dure.MailboxFullException;
import dure.MailboxSettings;
import dure.MessageTooLargeException;
import dure.Order;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Receivers;
import dure.Sending;
import dure.Until;
import dure.Waiting;
import dure.WhenFull;
import dure.gate.Deadline;
import dure.gate.Pace;
import dure.layout.HeaderLayout;
import dure.layout.ParticipantLayout;
import dure.queue.Counters;
import dure.queue.Engine;
import dure.queue.Fate;
import dure.queue.Label;
import dure.raw.Words;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Carries messages from the caller's memory into the engine, and waits as it was told: for room,
/// and for what becomes of a message.
final class SendingSide extends Side {
  final Attachment attachment;
  private final Engine engine;
  private final boolean rendezvous;
  private final Pace roomPace;
  private final Pace fatePace;
  private boolean sends;

  SendingSide(String mailbox, MailboxSettings settings, Attachment attachment, Waiting waiting) {
    super(mailbox, settings, attachment);
    this.attachment = attachment;
    this.engine = attachment.engine();
    this.rendezvous = attachment.header().isRendezvous();
    this.roomPace = new Pace(engine.room(), waiting);
    this.fatePace = new Pace(engine.fates(), waiting);
  }

  /// Whether a message is only ever handed over.
  boolean isRendezvous() {
    return rendezvous;
  }

  // Room.

  /// Claims room now, or says [dure.queue.Engine#NOT_NOW].
  int tryClaim(long size) {
    requireFits(size);
    try {
      attachment.check();
      int claim = engine.tryClaim(size);
      if (claim == NOT_NOW) {
        return settings.whenFull() == WhenFull.WAIT ? NOT_NOW : makeRoom(size);
      }
      roomPace.succeeded(Pace.START);
      if (!sends) {
        sends = true;
        attachment.participants().plays(ParticipantLayout.SENDS);
      }
      return claim;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// Claims room now, as [#tryClaim], for one who will not wait: he looks after the dead now and
  /// then, because they may be what fills the mailbox.
  int poll(long size) {
    int claim = tryClaim(size);
    if (claim == NOT_NOW) {
      attachment.keepHouse();
    }
    return claim;
  }

  /// The mailbox is full, and nobody is to wait.
  private int makeRoom(long size) {
    switch (settings.whenFull()) {
      case DROP_NEWEST -> Counters.add(base(), HeaderLayout.DROPPED, 1);
      case DROP_OLDEST -> {
        int oldest = settings.receivers() == Receivers.ALL ? NOT_NOW : engine.tryTakeOldest();
        if (oldest != NOT_NOW) {
          engine.release(oldest);
          Counters.add(base(), HeaderLayout.DROPPED, 1);
        }
        return engine.tryClaim(size);
      }
      default -> {}
    }
    return NOT_NOW;
  }

  /// Claims room, waiting for it: at most `within`, or as long as needed if that is null.
  int claim(long size, @Nullable Duration within) throws InterruptedException {
    int claim = poll(size);
    return claim == NOT_NOW && waitsForRoom() ? awaitRoom(size, Deadline.after(within)) : claim;
  }

  /// Whether somebody who finds the mailbox full waits. One that drops its oldest can still be so
  /// full that there is none to drop.
  private boolean waitsForRoom() {
    return settings.whenFull() == WhenFull.WAIT || settings.whenFull() == WhenFull.DROP_OLDEST;
  }

  private int awaitRoom(long size, long deadline) throws InterruptedException {
    boolean counted = false;
    long wait = Pace.START;
    try {
      while (true) {
        wait = roomPace.step(wait, deadline);
        if (wait == Pace.TIMED_OUT) {
          return NOT_NOW;
        }
        if (Pace.slept(wait)) {
          attachment.keepHouse();
        }
        if (!counted && Pace.sleeps(wait)) {
          counted = true;
          waits(ParticipantLayout.WAITING_TO_SEND);
        }
        int claim = tryClaim(size);
        if (claim != NOT_NOW) {
          roomPace.succeeded(wait);
          return claim;
        }
      }
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      if (counted) {
        noLongerWaits(ParticipantLayout.WAITING_TO_SEND);
      }
      Reference.reachabilityFence(attachment);
    }
  }

  /// Where the room of a claim begins, counted from the start of the mapping.
  long roomOffset(int claim, long size) {
    return engine.roomAddress(claim, size) - base();
  }

  /// Gives up a claim.
  void abandon(int claim) {
    try {
      engine.abandon(claim);
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  // Messages.

  /// Copies a message into claimed room and publishes it: what the engine calls it then.
  int fill(
      int claim, byte @Nullable [] bytes, @Nullable MemorySegment segment, long size, Label label) {
    boolean copied = false;
    try {
      long room = engine.roomAddress(claim, size);
      if (bytes != null) {
        Words.copyIn(bytes, 0, bytes.length, room);
      } else if (segment != null) {
        Words.copyIn(segment, 0, size, room);
      }
      copied = true;
    } catch (InternalError damage) {
      throw explained(damage);
    } finally {
      if (!copied) {
        abandon(claim);
      }
    }
    return publish(claim, size, size, label);
  }

  /// Publishes a claim: what the engine calls the message then.
  int publish(int claim, long claimed, long size, Label label) {
    try {
      int sent = engine.publish(claim, claimed, size, label);
      requireOpen();
      return sent;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// A send whose message is in the mailbox, or which has failed to get it there.
  ///
  /// @param sent what the engine calls the message
  /// @param until what the send still waits for
  /// @param deadline until when
  /// @param receipt if it waits for nothing more
  record Begun(int sent, Until until, long deadline, @Nullable Receipt receipt) {
    boolean isWanted() {
      return receipt == null;
    }
  }

  /// Sends a message in a way of the caller's own.
  Receipt send(byte @Nullable [] bytes, @Nullable MemorySegment segment, long size, Sending how)
      throws InterruptedException {
    return await(begin(bytes, segment, size, how, Deadline.after(how.within())));
  }

  /// The first half of a send: until the message is accepted.
  Begun begin(
      byte @Nullable [] bytes,
      @Nullable MemorySegment segment,
      long size,
      Sending how,
      long deadline)
      throws InterruptedException {
    requireOrder(how);
    requireReceipts(how.until());
    Until until = rendezvous && how.until() == Until.ACCEPTED ? Until.RECEIVED : how.until();
    int claim = isRefused() ? NOT_NOW : poll(size);
    if (claim == NOT_NOW && waitsForRoom()) {
      claim = awaitRoom(size, deadline);
    }
    if (claim == NOT_NOW) {
      return new Begun(NOT_NOW, until, deadline, Receipt.of(Outcome.NOT_SENT));
    }
    boolean wanted = until != Until.ACCEPTED;
    long end = refuses() ? Math.min(deadline, Deadline.after(settings.patience())) : deadline;
    int sent = fill(claim, bytes, segment, size, new Label(how.priority(), how.number(), wanted));
    return new Begun(sent, until, end, wanted ? null : Receipt.of(Outcome.ACCEPTED));
  }

  /// Whether this is a rendezvous that does not wait for the other side.
  private boolean refuses() {
    return rendezvous && settings.whenFull() == WhenFull.REFUSE;
  }

  /// Whether the other side is not there in one. If it seems to be, the offer stands for the
  /// mailbox's patience: others may have been quicker, or he who waits may be dead.
  private boolean isRefused() {
    return refuses() && attachment.participants().waitingToReceive() == 0;
  }

  /// The second half: until what the sender wants has become of it.
  Receipt await(Begun begun) throws InterruptedException {
    Receipt receipt = begun.receipt();
    return receipt != null ? receipt : awaitFate(begun.sent(), begun.until(), begun.deadline());
  }

  private void requireReceipts(Until until) {
    if (until != Until.ACCEPTED && settings.receivers() == Receivers.ALL) {
      throw new IllegalArgumentException(
          "mailbox '"
              + mailbox
              + "' is for all who listen, so no one receiver could be waited for: send until"
              + " 'accepted'");
    }
    if (until != Until.ACCEPTED && settings.whenFull() == WhenFull.DROP_OLDEST) {
      throw new IllegalArgumentException(
          "mailbox '"
              + mailbox
              + "' drops its oldest message when it is full, so one that is waited for could be"
              + " dropped: send until 'accepted'");
    }
  }

  /// In a rendezvous there is no room to write in.
  void requireRoom() {
    if (rendezvous) {
      throw new UnsupportedOperationException(
          "mailbox '"
              + mailbox
              + "' is a rendezvous and has no room to claim: send the message whole");
    }
  }

  private void requireOrder(Sending how) {
    if (how.priority() != 0 && settings.order() != Order.PRIORITY) {
      throw new IllegalArgumentException(
          "mailbox '" + mailbox + "' has no priorities: create it with order 'priority'");
    }
    if (how.number() != 0 && settings.order() != Order.NUMBER) {
      throw new IllegalArgumentException(
          "mailbox '" + mailbox + "' has no numbers: create it with order 'number'");
    }
  }

  /// Hands a message over if somebody waits for one. Who waits was there when it was offered; if he
  /// does not come for it within the mailbox's patience, he is stopped, or was served meanwhile.
  boolean tryTransfer(byte @Nullable [] bytes, @Nullable MemorySegment segment, long size) {
    requireReceipts(Until.RECEIVED);
    if (attachment.participants().waitingToReceive() == 0) {
      requireFits(size);
      attachment.check();
      return false;
    }
    int claim = poll(size);
    if (claim == NOT_NOW) {
      return false;
    }
    int sent = fill(claim, bytes, segment, size, new Label(0, 0, true));
    try {
      return awaitFate(sent, Until.RECEIVED, Deadline.after(settings.patience()))
          .reached(Until.RECEIVED);
    } catch (InterruptedException takenBack) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Receipt awaitFate(int sent, Until until, long deadline) throws InterruptedException {
    long wait = Pace.START;
    boolean counted = false;
    try {
      while (!isReached(until, engine.fate(sent))) {
        wait = fatePace.step(wait, deadline);
        if (wait == Pace.TIMED_OUT) {
          return settled(sent, true);
        }
        if (Pace.slept(wait)) {
          attachment.keepHouse();
        } else {
          attachment.check();
        }
        if (!counted && Pace.sleeps(wait)) {
          counted = true;
          waits(ParticipantLayout.WAITING_TO_SEND);
        }
      }
      fatePace.succeeded(wait);
      return settled(sent, false);
    } catch (InterruptedException interrupted) {
      Receipt receipt = settled(sent, true);
      if (receipt.outcome() == Outcome.NOT_SENT) {
        throw interrupted;
      }
      Thread.currentThread().interrupt();
      return receipt;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      if (counted) {
        noLongerWaits(ParticipantLayout.WAITING_TO_SEND);
      }
      Reference.reachabilityFence(attachment);
    }
  }

  private static boolean isReached(Until until, Fate fate) {
    return fate == Fate.DONE || (until == Until.RECEIVED && fate == Fate.TAKEN);
  }

  /// Who received it can be read only as long as the message is wanted, so before that ends.
  private Receipt settled(int sent, boolean withdraw) {
    boolean taken = engine.fate(sent) != Fate.WAITING;
    long id = taken ? engine.receiver(sent) : 0;
    OptionalLong receiver = id == 0 ? OptionalLong.empty() : OptionalLong.of(id);
    Fate fate = engine.settle(sent, withdraw);
    requireOpen();
    return switch (fate) {
      case WITHDRAWN -> Receipt.of(Outcome.NOT_SENT);
      case WAITING -> Receipt.of(Outcome.ACCEPTED);
      case TAKEN, BURIED -> new Receipt(Outcome.RECEIVED, receiver);
      case DONE -> new Receipt(Outcome.ACKNOWLEDGED, receiver);
    };
  }

  /// Refuses a send that found the mailbox full, where that is what its creator chose.
  void requireAccepted(boolean accepted) {
    if (!accepted && settings.whenFull() == WhenFull.REFUSE) {
      throw full();
    }
  }

  MailboxFullException full() {
    return new MailboxFullException(
        mailbox,
        "it is full, and senders do not wait here: nothing was sent. Try again later, or create"
            + " it with another choice for when it is full");
  }

  private void requireFits(long size) {
    if (size > settings.messageSize() || size < 0) {
      throw new MessageTooLargeException(
          mailbox,
          "a message of "
              + size
              + " bytes does not fit: this mailbox takes up to "
              + settings.messageSize()
              + "; nothing was sent. Create it with a larger message size");
    }
  }

  private long base() {
    return attachment.mapping().address();
  }
}
