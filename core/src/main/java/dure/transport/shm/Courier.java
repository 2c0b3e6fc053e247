// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.queue.Engine.NOT_NOW;

import dure.DamagedMailboxException;
import dure.DureException;
import dure.Message;
import dure.MessageTooLargeException;
import dure.Waiting;
import dure.layout.ParticipantLayout;
import dure.queue.Engine;
import dure.raw.Words;
import dure.sync.Deadline;
import dure.sync.Pace;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Carries messages between the caller's memory and the engine, and waits in between as it was
/// told.
///
/// Each method that touches the region keeps the mapping reachable until it is done, because the
/// addresses go when nobody can reach it; and turns what a damaged region, or one that another
/// thread has just closed, does to it into an exception that says so.
final class Courier {
  private final String mailbox;
  private final Attachment attachment;
  private final Engine engine;
  private final long messageSize;
  private final Pace roomPace;
  private final Pace messagePace;
  private boolean sends;
  private boolean receives;

  Courier(String mailbox, Attachment attachment, Waiting waiting) {
    this.mailbox = mailbox;
    this.attachment = attachment;
    this.engine = attachment.engine();
    this.messageSize = attachment.header().messageSize();
    this.roomPace = new Pace(engine.room(), waiting);
    this.messagePace = new Pace(engine.messages(), waiting);
  }

  // Sending.

  /// Claims room now, or says [Engine#NOT_NOW].
  int tryClaim(long size) {
    requireFits(size);
    try {
      attachment.check();
      int claim = engine.tryClaim(size);
      if (claim != NOT_NOW) {
        roomPace.succeeded(Pace.START);
        if (!sends) {
          sends = true;
          attachment.participants().plays(ParticipantLayout.SENDS);
        }
      }
      return claim;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  /// Claims room, waiting for it: at most `within`, or as long as needed if that is null.
  int claim(long size, @Nullable Duration within) throws InterruptedException {
    int claim = tryClaim(size);
    return claim == NOT_NOW ? await(roomPace, true, size, within) : claim;
  }

  /// Copies a message into claimed room and publishes it.
  void fill(int claim, byte @Nullable [] bytes, @Nullable MemorySegment segment, long size) {
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
    publish(claim, size, size);
  }

  /// Publishes a claim.
  void publish(int claim, long claimed, long size) {
    try {
      engine.publish(claim, claimed, size);
      if (attachment.isClosed()) {
        throw attachment.gone();
      }
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
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

  /// Where the room of a claim begins, counted from the start of the mapping.
  long roomOffset(int claim, long size) {
    return engine.roomAddress(claim, size) - attachment.mapping().address();
  }

  // Receiving.

  /// Takes a message now, or says [Engine#NOT_NOW].
  int tryTake(boolean inPlace) {
    try {
      attachment.check();
      int take = engine.tryTake(inPlace);
      if (take != NOT_NOW) {
        messagePace.succeeded(Pace.START);
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

  /// Takes a message, waiting for one: at most `within`, or as long as needed if that is null.
  int take(boolean inPlace, @Nullable Duration within) throws InterruptedException {
    int take = tryTake(inPlace);
    return take == NOT_NOW ? await(messagePace, false, inPlace ? 1 : 0, within) : take;
  }

  /// A copy of a taken message, which is given back as done; null if none was taken.
  @Nullable Message letter(int take) {
    if (take == NOT_NOW) {
      return null;
    }
    boolean copied = false;
    try {
      long size = engine.size(take);
      byte[] bytes = new byte[(int) size];
      Words.copyOut(engine.messageAddress(take, size), bytes, 0, bytes.length);
      Message letter =
          Message.of(bytes, engine.sender(take), engine.number(take), engine.redelivered(take));
      copied = true;
      return letter;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      finish(take, copied);
    }
  }

  /// Copies a taken message into a buffer and gives it back as done: its length, or −1 if none was
  /// taken.
  long pourInto(int take, MemorySegment buffer) {
    if (take == NOT_NOW) {
      return -1;
    }
    boolean copied = false;
    try {
      long size = engine.size(take);
      if (size > buffer.byteSize()) {
        throw new MessageTooLargeException(
            mailbox,
            "the next message has "
                + size
                + " bytes and the buffer "
                + buffer.byteSize()
                + "; it stays in the mailbox, receive it with a larger one");
      }
      Words.copyOut(engine.messageAddress(take, size), buffer, 0, size);
      copied = true;
      return size;
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      finish(take, copied);
    }
  }

  /// Gives a taken message back, as done or to be delivered again.
  void finish(int take, boolean done) {
    try {
      if (done) {
        engine.release(take);
      } else {
        engine.giveBack(take);
      }
      if (attachment.isClosed()) {
        throw attachment.gone();
      }
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      Reference.reachabilityFence(attachment);
    }
  }

  // Waiting.

  private int await(Pace pace, boolean sending, long argument, @Nullable Duration within)
      throws InterruptedException {
    long deadline = Deadline.after(within);
    long counter =
        sending ? ParticipantLayout.WAITING_TO_SEND : ParticipantLayout.WAITING_TO_RECEIVE;
    boolean counted = false;
    long wait = Pace.START;
    try {
      while (true) {
        wait = pace.step(wait, deadline);
        if (wait == Pace.TIMED_OUT) {
          return NOT_NOW;
        }
        if (Pace.slept(wait)) {
          attachment.keepHouse();
        } else if (!counted && Pace.sleeps(wait)) {
          counted = true;
          attachment.participants().waits(counter, 1);
        }
        int got = sending ? tryClaim(argument) : tryTake(argument != 0);
        if (got != NOT_NOW) {
          pace.succeeded(wait);
          return got;
        }
      }
    } catch (DamagedMailboxException | InternalError damage) {
      throw explained(damage);
    } finally {
      if (counted) {
        noLongerWaits(counter);
      }
      Reference.reachabilityFence(attachment);
    }
  }

  private void noLongerWaits(long counter) {
    try {
      attachment.participants().waits(counter, -1);
    } catch (InternalError lostWithTheRegion) {
      // what ended the wait has been told already
    }
  }

  private void requireFits(long size) {
    if (size > messageSize || size < 0) {
      throw new MessageTooLargeException(
          mailbox,
          "a message of "
              + size
              + " bytes does not fit: this mailbox takes up to "
              + messageSize
              + "; nothing was sent. Create it with a larger message size");
    }
  }

  private DureException explained(Throwable damage) {
    if (attachment.isClosed()) {
      return attachment.gone();
    }
    return damage instanceof DamagedMailboxException named
        ? named
        : new DamagedMailboxException(
            mailbox, "its file has been truncated under it; delete it and create it anew");
  }
}
