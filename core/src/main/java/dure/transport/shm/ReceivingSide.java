// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.DamagedMailboxException;
import dure.MailboxSettings;
import dure.Message;
import dure.Order;
import dure.Outlook;
import dure.Receivers;
import dure.Waiting;
import dure.gate.Awaited;
import dure.gate.Deadline;
import dure.gate.Pace;
import dure.layout.ParticipantLayout;
import dure.parking.SeveralWords;
import dure.queue.End;
import dure.queue.Engine;
import dure.queue.Line;
import dure.queue.Untaken;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes messages out of the engine, and waits as it was told: for a message, and for this
/// participant's turn to have one.
final class ReceivingSide extends Reception implements Awaited {
  private static final Comparator<Untaken> BY_POSITION =
      Comparator.comparingLong(Untaken::position);
  private static final Comparator<Untaken> BY_PRIORITY =
      Comparator.comparingInt(Untaken::priority).reversed().thenComparing(BY_POSITION);

  final Attachment attachment;
  final Engine engine;
  private final @Nullable Line line;
  private final @Nullable End end;
  private final boolean linesUpAtOnce;
  private final Pace pace;
  private final DeadLetters deadLetters;
  private boolean receives;

  ReceivingSide(String mailbox, MailboxSettings settings, Attachment attachment, Waiting waiting) {
    super(mailbox, settings, attachment, attachment.engine());
    this.attachment = attachment;
    this.engine = attachment.engine();
    this.line = attachment.line();
    this.end = attachment.receivingEnd();
    this.linesUpAtOnce =
        settings.receivers() == Receivers.RANKED || attachment.header().isRendezvous();
    this.pace = new Pace(engine.messages(), waiting);
    this.deadLetters = new DeadLetters(settings, attachment);
  }

  /// Takes a message now, or says [dure.queue.Engine#NOT_NOW].
  ///
  /// @param choice a [Choice#code()]
  int tryTake(boolean inPlace, long choice) {
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
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// Who will not wait looks after the dead now and then: they may have what he looks for.
  @Override
  int poll(boolean inPlace, long choice) {
    int take = tryTake(inPlace, choice);
    if (take == NOT_NOW) {
      keepHouse();
    }
    return take;
  }

  /// Whether this participant is the one who may have the next message. Who asks for a number does
  /// not line up, and takes his as it comes: his turn would only keep the others waiting.
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

  @Override
  int take(boolean inPlace, long choice, @Nullable Duration within) throws InterruptedException {
    int take = linesUpAtOnce ? NOT_NOW : tryTake(inPlace, choice);
    return take == NOT_NOW ? await(inPlace, choice, Deadline.after(within)) : take;
  }

  private int await(boolean inPlace, long choice, long deadline) throws InterruptedException {
    boolean waiting = false;
    boolean served = false;
    long wait = Pace.START;
    try {
      if (linesUpAtOnce) {
        beginWaiting(choice);
        waiting = true;
      }
      while (true) {
        int take = wait == Pace.START && !linesUpAtOnce ? NOT_NOW : tryTake(inPlace, choice);
        if (take != NOT_NOW) {
          pace.succeeded(wait);
          served = true;
          return take;
        }
        wait = pace.step(wait, deadline);
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
      throw explained(damage);
    } finally {
      if (waiting) {
        endWaiting(choice, served);
      }
      Reference.reachabilityFence(attachment);
    }
  }

  @Override
  public @Nullable Message tryReceive() {
    return letter(tryTake(false, 0));
  }

  @Override
  public void beginWaiting() {
    beginWaiting(0);
  }

  /// In line first, so that whoever is counted as waiting has his turn.
  private void beginWaiting(long choice) {
    try {
      if (line != null && choice == 0) {
        line.enter();
      }
      waits(ParticipantLayout.WAITING_TO_RECEIVE);
    } catch (InternalError damage) {
      throw explained(damage);
    }
  }

  @Override
  public void announce(SeveralWords words) {
    try {
      engine.messages().announce(words);
    } catch (InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
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
      throw explained(damage);
    }
  }

  @Override
  public void endWaiting(boolean served) {
    endWaiting(0, served);
  }

  private void endWaiting(long choice, boolean served) {
    noLongerWaits(ParticipantLayout.WAITING_TO_RECEIVE);
    if (line == null || choice != 0) {
      return;
    }
    try {
      line.leave(served);
      if (line.isOccupied()) {
        engine.messages().signal(); // whoever is next now has seen that it was not its turn
      }
    } catch (InternalError lostWithTheRegion) {
      // then nobody is next
    }
  }

  /// Closes what this side has open beside the attachment.
  void close() {
    deadLetters.close();
  }

  @Override
  void giveBack(int take, boolean done) {
    if (done) {
      engine.release(take);
    } else {
      engine.giveBack(take);
    }
  }

  /// What a sender may want to know. A rendezvous has room for nobody and for everybody.
  Outlook look() {
    try {
      int waiting = attachment.participants().waitingToReceive();
      if (attachment.header().isRendezvous()) {
        return new Outlook(0, waiting, waiting);
      }
      long depth = engine.depth();
      long room =
          attachment.header().isUnbounded()
              ? Long.MAX_VALUE
              : attachment.header().capacity() - depth;
      return new Outlook(depth, room, waiting);
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// The messages sent by this participant that nobody has taken.
  List<Message> untaken() {
    requireOpen();
    long id = attachment.participants().id(attachment.participants().me());
    return copies(id, Integer.MAX_VALUE, BY_POSITION);
  }

  /// The first messages of those that nobody has taken, in the order in which they are received. In
  /// a rendezvous nothing lies.
  List<Message> browse(int most) {
    attachment.check();
    boolean byPriority = settings.order() == Order.PRIORITY;
    return attachment.header().isRendezvous()
        ? List.of()
        : copies(Engine.ANYBODY, most, byPriority ? BY_PRIORITY : BY_POSITION);
  }

  private List<Message> copies(long sender, int most, Comparator<Untaken> order) {
    List<Message> copies = new ArrayList<>();
    try {
      List<Untaken> seen = new ArrayList<>();
      engine.untaken(sender, seen::add);
      seen.sort(order);
      for (int i = 0; i < seen.size() && copies.size() < most; i++) {
        Message copy = engine.copy(seen.get(i));
        if (copy != null) {
          copies.add(copy);
        }
      }
      return copies;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// Takes a message that was seen, and is done with it; whether it was there still, and ours to
  /// take.
  boolean remove(Message seen) {
    attachment.check();
    if (end != null && !end.tryHave()) {
      return false;
    }
    List<Untaken> same = new ArrayList<>();
    try {
      engine.untaken(
          Engine.ANYBODY,
          its -> {
            if (its.position() == seen.position()) {
              same.add(its);
            }
          });
      boolean removed = !same.isEmpty() && engine.remove(same.getFirst(), seen.bytes());
      requireOpen();
      return removed;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }
}
