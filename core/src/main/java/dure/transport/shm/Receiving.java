// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.DamagedMailboxException;
import dure.Deadline;
import dure.MailboxObserver.Awaited;
import dure.MailboxObserver.WaitUnderWay;
import dure.MailboxSettings;
import dure.Message;
import dure.Observers;
import dure.Receivers;
import dure.Waiting;
import dure.gate.EventCount;
import dure.gate.LedGate;
import dure.gate.Pace;
import dure.gate.Relay;
import dure.gate.Waitable;
import dure.layout.HeaderLayout;
import dure.layout.ParticipantLayout;
import dure.parking.Housekeeping;
import dure.parking.WordSet;
import dure.queue.Counters;
import dure.queue.Engine;
import dure.queue.ExclusiveEnd;
import dure.queue.ReceivingEnd;
import dure.queue.TicketLine;
import java.lang.ref.Reference;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Takes messages out of the engine, and waits: for a message, and for this participant's turn to
/// have one.
final class Receiving implements Waitable {
  /// How many unpublished claims one look goes past.
  private static final int MOST_CLAIMS = 1_000;

  private final Attachment attachment;
  private final Engine engine;
  private final ReceivingEnd receiving;
  private final @Nullable TicketLine line;
  private final @Nullable ExclusiveEnd end;
  private final boolean linesUpAtOnce;
  private final LedGate gate;
  private final Pace pace;
  private final Relay<Long> choices;
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
    this.receiving = engine.receivingEnd();
    this.line = attachment.line();
    this.end = attachment.receivingEnd();
    this.linesUpAtOnce =
        settings.receivers() == Receivers.RANKED || attachment.header().isRendezvous();
    this.gate = attachment.messages();
    this.pace = new Pace(gate, waiting);
    this.choices = new Relay<>(engine.messages(), this::offered, attachment::attend);
    this.choosing = new Pace(engine.messages(), waiting);
    this.deadLetters = new DeadLetters(settings, attachment);
    this.copier = copier;
  }

  /// Takes a message, or says [Engine#NOT_NOW]. A receiver that will not wait looks after the dead
  /// now and then: they may have what it looks for.
  ///
  /// @param inPlace as [ReceivingEnd#tryTake]
  /// @param choice a [dure.Choice#code()]
  int take(boolean inPlace, long choice, long deadline) throws InterruptedException {
    if (deadline == Deadline.NOW) {
      int take = tryTake(inPlace, choice, Look.LAST);
      if (take == NOT_NOW) {
        keepHouse();
      }
      return take;
    }
    int take = linesUpAtOnce ? NOT_NOW : tryTake(inPlace, choice, Look.FIRST);
    return take == NOT_NOW ? await(inPlace, choice, deadline) : take;
  }

  /// Gives a message back as done and takes the next one in place, or says [Engine#NOT_NOW].
  int takeAfter(int take) {
    if (line != null || deadLetters.mayTake()) {
      release(take);
      return tryTake(true, 0, Look.LAST);
    }
    try {
      int next = receiving.releaseAndTake(take);
      attachment.requireOpen();
      if (next != NOT_NOW) {
        pace.succeeded(Pace.START);
        countAgain(next);
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
      receiving.release(take);
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    }
  }

  /// What a receiver does that finds no message.
  private enum Look {
    /// It looks again.
    FIRST,
    /// It goes without one, so it does not leave any behind an unpublished claim.
    LAST,
    /// The same, and a sender may count on it: then its place in line does not matter.
    COUNTED_ON
  }

  private int tryTake(boolean inPlace, long choice, Look look) {
    try {
      attachment.check();
      int take = NOT_NOW;
      if (look == Look.COUNTED_ON || isOurs(choice)) {
        do {
          take = next(inPlace, choice, look);
        } while (take != NOT_NOW && deadLetters.hasTaken(take));
      }
      if (take != NOT_NOW) {
        pace.succeeded(Pace.START);
        countAgain(take);
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

  private void countAgain(int take) {
    int times = receiving.redelivered(take);
    if (times > 0) {
      Counters.add(attachment.base(), HeaderLayout.REDELIVERED, 1);
      Observers.redelivered(attachment.address, receiving.position(take), times);
    }
  }

  private int next(boolean inPlace, long choice, Look look) {
    int take = receiving.tryTake(inPlace, choice);
    for (int tries = 0; take == NOT_NOW && look != Look.FIRST && tries < MOST_CLAIMS; tries++) {
      if (!receiving.passesClaim()) {
        return NOT_NOW;
      }
      take = receiving.tryTake(inPlace, choice);
    }
    return take;
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
    if (receiving.hasMessage()) {
      line.holdsUp();
    } else {
      line.holdsNothingUp();
    }
    return false;
  }

  private int await(boolean inPlace, long choice, long deadline) throws InterruptedException {
    if (choice == 0) {
      try {
        return await(inPlace, choice, deadline, gate);
      } finally {
        gate.leave();
      }
    }
    Relay<Long>.Place place = choices.place(choice);
    try {
      return await(inPlace, choice, deadline, place);
    } finally {
      place.leave();
    }
  }

  /// @param at where to sleep
  private int await(boolean inPlace, long choice, long deadline, EventCount at)
      throws InterruptedException {
    long wait = Pace.START;
    Pace its = paceFor(choice);
    try {
      while (!linesUpAtOnce && !Pace.sleeps(wait)) {
        wait = its.step(wait, deadline, at);
        if (wait == Pace.TIMED_OUT) {
          return tryTake(inPlace, choice, Look.LAST);
        }
        int take = Pace.sleeps(wait) ? NOT_NOW : tryTake(inPlace, choice, Look.FIRST);
        if (take != NOT_NOW) {
          its.succeeded(wait);
          return take;
        }
      }
      return lineUp(inPlace, choice, deadline, at, wait);
    } catch (DamagedMailboxException | InternalError damage) {
      throw attachment.explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// Waits as one of those that senders count on. So it looks once more when it no longer counts,
  /// whatever ended its wait; and it ceases to count before it gives a message back.
  private int lineUp(boolean inPlace, long choice, long deadline, EventCount at, long begun)
      throws InterruptedException {
    long wait = begun;
    Pace its = paceFor(choice);
    boolean served = false;
    boolean interrupted = false;
    WaitUnderWay told = null;
    beginWaiting(choice, true);
    try {
      while (wait != Pace.TIMED_OUT) {
        int take = tryTake(inPlace, choice, Look.FIRST);
        if (take != NOT_NOW) {
          its.succeeded(wait);
          served = true;
          return take;
        }
        if (told == null && Pace.sleeps(wait)) {
          told = Observers.waits(attachment.address, Awaited.MESSAGE);
        }
        wait = its.step(wait, deadline, at);
        if (Pace.slept(wait)) {
          keepHouse();
        }
      }
    } catch (InterruptedException endsTheWait) {
      interrupted = true;
    } finally {
      endWaiting(choice, served, true);
      Observers.ended(told);
    }
    int take = lastLook(inPlace, choice);
    if (interrupted && take == NOT_NOW) {
      throw new InterruptedException();
    } else if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return take;
  }

  /// What is there for threads that ask for different messages. A message is offered to one.
  private Predicate<Long> offered() {
    if (!receiving.hasMessage()) {
      return choice -> false;
    }
    NavigableMap<Long, Integer> numbers = new TreeMap<>();
    receiving.numbers().forEach(number -> numbers.merge(number, 1, Integer::sum));
    return choice -> {
      Long number = choice > 0 ? choice : numbers.isEmpty() ? null : numbers.firstKey();
      boolean there = number != null && number <= Math.abs(choice) && numbers.containsKey(number);
      if (there) {
        numbers.computeIfPresent(number, (key, count) -> count == 1 ? null : count - 1);
      }
      return there;
    };
  }

  private Pace paceFor(long choice) {
    return choice == 0 ? pace : choosing;
  }

  private int lastLook(boolean inPlace, long choice) {
    int take = tryTake(inPlace, choice, Look.LAST);
    boolean countedOn =
        take == NOT_NOW
            && isCounted(choice)
            && engine.depth() > attachment.participants().available();
    return countedOn ? tryTake(inPlace, choice, Look.COUNTED_ON) : take;
  }

  /// Whether a waiting receiver takes whatever message comes next.
  private boolean isCounted(long choice) {
    return choice == 0 && (end == null || end.tryHave());
  }

  // What it is to a receiver that waits at several mailboxes.

  @Override
  public @Nullable Message tryReceive(boolean last) {
    return copier.apply(tryTake(false, 0, last ? Look.LAST : Look.FIRST));
  }

  /// Senders do not count on it: it may take another mailbox's message instead.
  @Override
  public void beginWaiting() {
    beginWaiting(0, false);
  }

  /// In line first, so that each receiver that is counted as waiting has its turn.
  private void beginWaiting(long choice, boolean counts) {
    try {
      if (line != null && choice == 0) {
        line.enter();
      }
      attachment.waits(ParticipantLayout.WAITING_TO_RECEIVE);
      if (counts && isCounted(choice)) {
        attachment.waits(ParticipantLayout.AVAILABLE);
      }
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
  public Housekeeping housekeeping() {
    return gate.housekeeping();
  }

  @Override
  public void wake() {
    try {
      engine.messages().wakeAll();
    } catch (InternalError regionIsGone) {
      // then no thread sleeps long
    }
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
    endWaiting(0, served, false);
  }

  private void endWaiting(long choice, boolean served, boolean counted) {
    attachment.noLongerWaits(ParticipantLayout.WAITING_TO_RECEIVE);
    try {
      if (counted && isCounted(choice)) {
        attachment.noLongerWaits(ParticipantLayout.AVAILABLE);
      }
      if (line == null || choice != 0) {
        return;
      }
      if (line.leave(served)) {
        engine.messages().signal(); // the next in line has seen that it was not its turn
      }
    } catch (InternalError lostWithTheRegion) {
      // then no receiver is next
    }
  }

  /// Closes what is open beside the attachment.
  void close() {
    deadLetters.close();
  }
}
