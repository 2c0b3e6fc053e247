// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.DamagedMailboxException;
import dure.MailboxSettings;
import dure.Outlook;
import dure.Waiting;
import dure.gate.Deadline;
import dure.gate.Pace;
import dure.queue.Onlooker;
import java.lang.ref.Reference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Takes messages out of a broadcast without its noticing, and waits for them as it was told.
final class ReadOnlySide extends Reception {
  private final Onlooker onlooker;
  private final Pace pace;

  ReadOnlySide(String mailbox, MailboxSettings settings, ReadOnlyHold hold, Waiting waiting) {
    super(mailbox, settings, hold, hold.onlooker().taken());
    this.onlooker = hold.onlooker();
    this.pace = new Pace(hold.messages(), waiting);
  }

  private int tryTake() {
    hold.check();
    return onlooker.tryTake();
  }

  @Override
  int poll(boolean inPlace, long choice) {
    try {
      int take = tryTake();
      if (take == NOT_NOW) {
        hold.keepHouse();
      } else {
        pace.succeeded(Pace.START);
      }
      return take;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(hold);
    }
  }

  @Override
  int take(boolean inPlace, long choice, @Nullable Duration within) throws InterruptedException {
    long deadline = Deadline.after(within);
    long wait = Pace.START;
    try {
      int take;
      while ((take = tryTake()) == NOT_NOW) {
        wait = pace.step(wait, deadline);
        if (wait == Pace.TIMED_OUT) {
          return NOT_NOW;
        }
        if (Pace.slept(wait)) {
          hold.keepHouse();
        }
      }
      pace.succeeded(wait);
      return take;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(hold);
    }
  }

  @Override
  void giveBack(int take, boolean done) {
    onlooker.giveBack(done);
  }

  /// What a sender may want to know. Nothing is kept for anybody, so there is always room.
  Outlook look() {
    try {
      hold.check();
      return new Outlook(0, hold.header().capacity(), hold.participants().waitingToReceive());
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(hold);
    }
  }
}
