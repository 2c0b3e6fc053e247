// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.DamagedMailboxException;
import dure.Deadline;
import dure.MailboxSettings;
import dure.Message;
import dure.Receivers;
import dure.Waiting;
import dure.gate.LedGate;
import dure.gate.Pace;
import dure.gate.Waitable;
import dure.layout.ParticipantLayout;
import dure.parking.Housekeeping;
import dure.parking.WordSet;
import dure.queue.Engine;
import dure.queue.ExclusiveEnd;
import dure.queue.TicketLine;
import java.lang.ref.Reference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Takes messages out of the engine, and waits: for a message, and for this participant's turn to
/// have one.
final class Receiving implements Waitable {
  private final Attachment attachment;
  private final Engine engine;
  private final @Nullable TicketLine line;
  private final @Nullable ExclusiveEnd end;
  private final boolean linesUpAtOnce;
  private final LedGate gate;
  private final Pace pace;
  private final Pace choosing;
  private final DeadLetters deadLetters;
  private final IntFunction<@Nullable Message> copier;
  private boolean receives;

  /// @param copier makes a copy of a taken message and gives it back
  Receiving(
      MailboxSettings settings,
      Attachment attachment,
      Waiting waiting,
      IntFunction<@Nullable Message> copier) {
    this.attachment = attachment;
    this.engine = attachment.engine();
    this.line = attachment.line();
    this.end = attachment.receivingEnd();
    this.linesUpAtOnce =
        settings.receivers() == Receivers.RANKED || attachment.header().isRendezvous();
    this.gate = attachment.messages();
    this.pace = new Pace(gate, waiting);
    this.choosing = new Pace(engine.messages(), waiting);
    this.deadLetters = new DeadLetters(settings, attachment);
    this.copier = copier;
  }

  /// Takes a message, or says [Engine#NOT_NOW]. A receiver that will not wait looks after the dead
  /// now and then: they may have what it looks for.
  ///
  /// @param inPlace as [Engine#tryTake]
  /// @param choice a [dure.Choice#code()]
  int take(boolean inPlace, long choice, long deadline) throws InterruptedException {
    boolean now = deadline == Deadline.NOW;
    int take = linesUpAtOnce && !now ? NOT_NOW : tryTake(inPlace, choice);
    if (take != NOT_NOW) {
      return take;
    }
    if (now) {
      keepHouse();
      return NOT_NOW;
    }
    return await(inPlace, choice, deadline);
  }

  /// Gives a message back as done and takes the next one in place, or says [Engine#NOT_NOW].
  int takeAfter(int take) {
    if (line != null || deadLetters.mayTake()) {
      release(take);
      return tryTake(true, 0);
    }
    try {
      int next = engine.releaseAndTake(take);
      attachment.requireOpen();
      if (next != NOT_NOW) {
        pace.succeeded(Pace.START);
      }
      return next;
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  private void release(int take) {
    try {
      engine.release(take);
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    }
  }

  private int tryTake(boolean inPlace, long choice) {
    try {
      attachment.check();
      int take = isOurs(choice) ? engine.tryTake(inPlace, choice) : NOT_NOW;
      while (take != NOT_NOW && deadLetters.hasTaken(take)) {
        take = engine.tryTake(inPlace, choice);
      }
      if (take != NOT_NOW) {
        pace.succeeded(Pace.START);
        if (!receives) {
          receives = true;
          attachment.participants().plays(ParticipantLayout.RECEIVES);
        }
      }
      return take;
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// Whether this participant is the one that may have the next message. A receiver that asks for a
  /// number does not line up, and takes its message as it comes: its turn would only keep the
  /// others waiting.
  private boolean isOurs(long choice) {
    if (end != null && !end.tryHave()) {
      return false;
    }
    if (line == null || choice != 0 || line.mayTake()) {
      return true;
    }
    if (engine.hasMessage()) {
      line.holdsUp();
    } else {
      line.holdsNothingUp();
    }
    return false;
  }

  private int await(boolean inPlace, long choice, long deadline) throws InterruptedException {
    boolean waiting = linesUpAtOnce;
    boolean served = false;
    long wait = Pace.START;
    // Threads that ask for different messages do not wait for the same.
    Pace its = choice == 0 ? pace : choosing;
    if (waiting) {
      beginWaiting(choice);
    }
    try {
      while (true) {
        int take = wait == Pace.START && !linesUpAtOnce ? NOT_NOW : tryTake(inPlace, choice);
        if (take != NOT_NOW) {
          its.succeeded(wait);
          served = true;
          return take;
        }
        wait = its.step(wait, deadline);
        if (wait == Pace.TIMED_OUT) {
          return NOT_NOW;
        }
        if (Pace.slept(wait)) {
          keepHouse();
        }
        if (!waiting && Pace.sleeps(wait)) {
          beginWaiting(choice);
          waiting = true;
        }
      }
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      gate.leave();
      if (waiting) {
        endWaiting(choice, served);
      }
      Reference.reachabilityFence(attachment);
    }
  }

  // What it is to a receiver that waits at several mailboxes.

  @Override
  public @Nullable Message tryReceive() {
    return copier.apply(tryTake(false, 0));
  }

  @Override
  public void beginWaiting() {
    beginWaiting(0);
  }

  /// In line first, so that whatever is counted as waiting has its turn.
  private void beginWaiting(long choice) {
    try {
      if (line != null && choice == 0) {
        line.enter();
      }
      attachment.waits(ParticipantLayout.WAITING_TO_RECEIVE);
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    }
  }

  @Override
  public void announce(WordSet words) {
    try {
      engine.messages().announce(words);
    } catch (InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  @Override
  public @Nullable Housekeeping housekeeping() {
    return attachment.housekeeping();
  }

  @Override
  public void keepHouse() {
    try {
      attachment.keepHouse();
      if (line != null) {
        line.stay();
      }
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    }
  }

  @Override
  public void endWaiting(boolean served) {
    endWaiting(0, served);
  }

  private void endWaiting(long choice, boolean served) {
    attachment.noLongerWaits(ParticipantLayout.WAITING_TO_RECEIVE);
    if (line == null || choice != 0) {
      return;
    }
    try {
      line.leave(served);
      if (line.isOccupied()) {
        engine.messages().signal(); // the next in line has seen that it was not its turn
      }
    } catch (InternalError lostWithTheRegion) {
      // then nobody is next
    }
  }

  /// Closes what is open beside the attachment.
  void close() {
    deadLetters.close();
  }
}
