// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.Address;
import dure.Channel;
import dure.Choice;
import dure.Claim;
import dure.DamagedMailboxException;
import dure.Deadline;
import dure.Feature;
import dure.MailboxObserver.Awaited;
import dure.MailboxObserver.WaitUnderWay;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.Observers;
import dure.Occupancy;
import dure.Payload;
import dure.Sending;
import dure.Transport;
import dure.Waiting;
import dure.file.SharedFile;
import dure.gate.Pace;
import dure.queue.ReadOnlyListener;
import java.lang.ref.Reference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A mailbox in shared memory, as a process that may only read it has it open: it takes messages
/// out of a broadcast without its noticing, and refuses each call that would have to write.
final class ReadOnlyChannel implements Channel {
  private final ReadOnlyHold hold;
  private final MailboxSettings settings;
  private final Waiting waiting;
  private final Map<Feature, String> lacks;
  private final ReadOnlyListener onlooker;
  private final Pace pace;
  private final ThreadCache<MessageInPlace> spareMessages;

  private ReadOnlyChannel(ReadOnlyHold hold, MailboxSettings settings, Transport.Opening opening) {
    this.hold = hold;
    this.settings = settings;
    this.waiting = opening.waiting();
    this.lacks = opening.lacks();
    this.onlooker = hold.onlooker();
    this.pace = new Pace(hold.messages(), opening.waiting());
    this.spareMessages =
        new ThreadCache<>(thread -> new MessageInPlace(thread, onlooker.taken(), hold, onlooker));
  }

  /// Begins to listen at the mailbox of an open file.
  ///
  /// @param file closed with the channel, but not if this fails
  static ReadOnlyChannel at(Address address, SharedFile file, Transport.Opening opening) {
    Header header = Header.read(file);
    ReadOnlyHold hold = ReadOnlyHold.on(address, file, header);
    return new ReadOnlyChannel(hold, MailboxFiles.settings(file, header), opening);
  }

  @Override
  public Address address() {
    return hold.address;
  }

  @Override
  public MailboxSettings settings() {
    return settings;
  }

  @Override
  public MailboxStatus status() {
    return hold.status();
  }

  @Override
  public Map<Feature, String> lacks() {
    return lacks;
  }

  @Override
  public <S> int send(S message, Payload<S> payload, Sending how, long deadline) {
    throw refused(Feature.SENDING);
  }

  @Override
  public @Nullable Claim claim(long size, long deadline) {
    throw refused(Feature.SENDING);
  }

  @Override
  public @Nullable Message receive(Choice choice, long deadline) throws InterruptedException {
    int take = take(deadline);
    return take == NOT_NOW ? null : spareMessages.get().open(take).copyAndSettle();
  }

  @Override
  public @Nullable Unsettled take(Use use, long deadline) throws InterruptedException {
    if (use == Use.DELIVERY) {
      throw refused(Feature.DELIVERIES);
    }
    int take = take(deadline);
    if (take != NOT_NOW && use == Use.IN_PLACE) {
      onlooker.keep();
    }
    return take == NOT_NOW ? null : spareMessages.get().open(take);
  }

  private int take(long deadline) throws InterruptedException {
    long wait = Pace.START;
    WaitUnderWay told = null;
    try {
      int take;
      while ((take = tryTake()) == NOT_NOW) {
        if (deadline == Deadline.NOW) {
          hold.keepHouse();
          return NOT_NOW;
        }
        if (told == null && Pace.sleeps(wait)) {
          told = Observers.waits(address(), Awaited.MESSAGE);
        }
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
      throw hold.explained(damage);
    } finally {
      Observers.ended(told);
      Reference.reachabilityFence(hold);
    }
  }

  private int tryTake() {
    hold.check();
    return onlooker.tryTake();
  }

  @Override
  public void requireLive() {
    hold.check();
  }

  @Override
  public Channel another() {
    return hold.another(true, waiting);
  }

  /// Nothing is kept for a listener, so there is always room.
  @Override
  public Occupancy occupancy() {
    try {
      hold.check();
      return new Occupancy(0, hold.header().capacity(), hold.participants().waitingToReceive());
    } catch (DamagedMailboxException | InternalError damage) {
      throw hold.explained(damage);
    } finally {
      Reference.reachabilityFence(hold);
    }
  }

  @Override
  public void close() {
    hold.close();
  }
}
