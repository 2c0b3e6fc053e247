// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.Deadline;
import dure.MailboxObserver.Awaited;
import dure.MailboxObserver.WaitUnderWay;
import dure.MailboxSettings;
import dure.Observers;
import dure.Receivers;
import dure.Waiting;
import dure.WhenFull;
import dure.gate.LedGate;
import dure.gate.Pace;
import dure.layout.HeaderLayout;
import dure.layout.ParticipantLayout;
import dure.queue.Counters;
import dure.queue.Engine;

/// What a sender does that finds no room: makes some, or waits, as the mailbox's creator chose.
final class RoomWait {
  private final MailboxSettings settings;
  private final Attachment attachment;
  private final Engine engine;
  private final LedGate gate;
  private final Pace pace;

  RoomWait(MailboxSettings settings, Attachment attachment, Waiting waiting) {
    this.settings = settings;
    this.attachment = attachment;
    this.engine = attachment.engine();
    this.gate = new LedGate(engine.room(), this::mayHaveRoom, attachment::attend);
    this.pace = new Pace(gate, waiting);
  }

  /// There was room at once.
  void succeeded() {
    pace.succeeded(Pace.START);
  }

  /// Claims room where there was none. Looks after the dead first, because they may be what fills
  /// the mailbox.
  int claim(long size, long deadline) throws InterruptedException {
    int claim = makeRoom(size);
    if (claim != NOT_NOW) {
      return claim;
    }
    attachment.keepHouse();
    return deadline != Deadline.NOW && isAwaited() ? await(size, deadline) : NOT_NOW;
  }

  /// Whether a sender waits. A mailbox that drops its oldest can still be so full that there is
  /// none to drop.
  private boolean isAwaited() {
    return settings.whenFull() == WhenFull.WAIT || settings.whenFull() == WhenFull.DROP_OLDEST;
  }

  /// What is done in place of waiting.
  private int makeRoom(long size) {
    switch (settings.whenFull()) {
      case DROP_NEWEST -> countDropped();
      case DROP_OLDEST -> {
        int oldest = isDropped() ? engine.receivingEnd().tryTakeOldest() : NOT_NOW;
        if (oldest != NOT_NOW) {
          engine.receivingEnd().release(oldest);
          countDropped();
        }
        return engine.sendingEnd().tryClaim(size);
      }
      case WAIT, REFUSE -> {}
    }
    return NOT_NOW;
  }

  private boolean mayHaveRoom() {
    return engine.sendingEnd().hasRoom() || (isDropped() && engine.receivingEnd().hasMessage());
  }

  /// Whether the oldest message makes room, by being taken.
  private boolean isDropped() {
    return settings.whenFull() == WhenFull.DROP_OLDEST && settings.receivers() != Receivers.ALL;
  }

  private void countDropped() {
    Counters.add(attachment.mapping().address(), HeaderLayout.DROPPED, 1);
    Observers.dropped(attachment.address, 1);
  }

  private int await(long size, long deadline) throws InterruptedException {
    boolean counted = false;
    WaitUnderWay told = null;
    long wait = Pace.START;
    try {
      while (true) {
        wait = pace.step(wait, deadline);
        if (wait == Pace.TIMED_OUT) {
          return NOT_NOW;
        }
        if (Pace.slept(wait)) {
          attachment.keepHouse();
        }
        if (!counted && Pace.sleeps(wait)) {
          counted = true;
          attachment.waits(ParticipantLayout.WAITING_TO_SEND);
          told = Observers.waits(attachment.address, Awaited.ROOM);
        }
        int claim = tryAgain(size);
        if (claim != NOT_NOW) {
          pace.succeeded(wait);
          return claim;
        }
      }
    } finally {
      gate.leave();
      if (counted) {
        attachment.noLongerWaits(ParticipantLayout.WAITING_TO_SEND);
      }
      Observers.ended(told);
    }
  }

  private int tryAgain(long size) {
    attachment.check();
    int claim = engine.sendingEnd().tryClaim(size);
    return claim == NOT_NOW ? makeRoom(size) : claim;
  }
}
