// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.DamagedMailboxException;
import dure.MailboxObserver.Awaited;
import dure.MailboxObserver.WaitUnderWay;
import dure.Observers;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Until;
import dure.Waiting;
import dure.gate.Pace;
import dure.gate.Relay;
import dure.layout.ParticipantLayout;
import dure.queue.SendState;
import dure.queue.SendingEnd;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.util.OptionalLong;

/// How a sender waits for what becomes of its message.
final class SendStateWait {
  /// As long as a receiver takes to wake up, and then some.
  private static final long MOMENT_NANOS = 500_000;

  private static final int SPINS = 100;

  private final Attachment attachment;
  private final SendingEnd sending;
  private final Relay<Sent> fates;
  private final Pace pace;

  /// What a sender waits for.
  private record Sent(int message, Until until) {}

  SendStateWait(Attachment attachment, Waiting waiting) {
    this.attachment = attachment;
    this.sending = attachment.engine().sendingEnd();
    this.fates =
        new Relay<>(attachment.engine().fates(), () -> this::isReached, attachment::attend);
    this.pace = new Pace(attachment.engine().fates(), waiting);
  }

  /// As [dure.Channel#await].
  Receipt await(int sent, Until until, long deadline) throws InterruptedException {
    try {
      return reachedOrNot(sent, until, deadline);
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  private Receipt reachedOrNot(int sent, Until until, long deadline) throws InterruptedException {
    try {
      return settled(sent, !isReached(sent, until, deadline));
    } catch (InterruptedException interrupted) {
      Receipt receipt = settled(sent, true);
      if (receipt.outcome() == Outcome.NOT_SENT) {
        throw interrupted;
      }
      Thread.currentThread().interrupt();
      return receipt;
    }
  }

  /// What becomes of a message that is handed over or taken back at once: it stays if a receiver
  /// has it, or one waits that no message before it needs.
  ///
  /// Such a receiver looks once more when it no longer counts as waiting, and each takes one
  /// message. So the look at how many wait is behind the publication, by a full fence.
  Receipt handOver(int sent) {
    try {
      Receipt receipt = settled(sent, !isHandedOver(sent));
      return receipt.outcome() == Outcome.ACCEPTED ? Receipt.of(Outcome.RECEIVED) : receipt;
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// Looks again, not for long, while it cannot be told whether the receiver that has a message
  /// before this one in hand is one of those that still count as waiting, or while the only ones
  /// that wait may take another.
  private boolean isHandedOver(int sent) {
    Participants table = attachment.participants();
    VarHandle.fullFence();
    long began = System.nanoTime();
    for (int looks = 0; sending.fate(sent) == SendState.WAITING; looks++) {
      if (sending.upTo(sent, true) <= table.available()) {
        return true;
      }
      boolean tooFew = sending.upTo(sent, false) > table.waitingToReceive();
      if (tooFew || System.nanoTime() - began > MOMENT_NANOS) {
        return false;
      }
      if (looks < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    return true;
  }

  /// Waits; whether the message came so far in time.
  private boolean isReached(int sent, Until until, long deadline) throws InterruptedException {
    if (isReached(until, sending.fate(sent))) {
      pace.succeeded(Pace.START);
      return true;
    }
    Sent awaited = new Sent(sent, until);
    Relay<Sent>.Place place = fates.place(awaited);
    long wait = Pace.START;
    boolean counted = false;
    WaitUnderWay told = null;
    try {
      while (!isReached(awaited)) {
        wait = pace.step(wait, deadline, place);
        if (wait == Pace.TIMED_OUT) {
          return false;
        }
        if (Pace.slept(wait)) {
          attachment.keepHouse();
        } else {
          attachment.check();
        }
        if (!counted && Pace.sleeps(wait)) {
          counted = true;
          attachment.waits(ParticipantLayout.WAITING_TO_SEND);
          told = Observers.waits(attachment.address, Awaited.RECEIPT);
        }
      }
      pace.succeeded(wait);
      return true;
    } finally {
      place.leave();
      if (counted) {
        attachment.noLongerWaits(ParticipantLayout.WAITING_TO_SEND);
      }
      Observers.ended(told);
    }
  }

  private boolean isReached(Sent awaited) {
    return isReached(awaited.until, sending.fate(awaited.message));
  }

  private static boolean isReached(Until until, SendState fate) {
    return fate == SendState.DONE || (until == Until.RECEIVED && fate == SendState.TAKEN);
  }

  /// Which participant received it can be read only as long as the message is wanted, so before
  /// that ends.
  private Receipt settled(int sent, boolean withdraw) {
    boolean taken = sending.fate(sent) != SendState.WAITING;
    long id = taken ? sending.receiver(sent) : 0;
    OptionalLong receiver = id == 0 ? OptionalLong.empty() : OptionalLong.of(id);
    SendState fate = sending.settle(sent, withdraw);
    attachment.requireOpen();
    return switch (fate) {
      case WITHDRAWN -> Receipt.of(Outcome.NOT_SENT);
      case WAITING -> Receipt.of(Outcome.ACCEPTED);
      case TAKEN, BURIED -> new Receipt(Outcome.RECEIVED, receiver);
      case DONE -> new Receipt(Outcome.ACKNOWLEDGED, receiver);
    };
  }
}
