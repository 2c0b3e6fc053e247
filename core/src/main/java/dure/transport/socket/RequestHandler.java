// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Channel;
import dure.Channel.Unsettled;
import dure.Channel.Use;
import dure.Choice;
import dure.Claim;
import dure.Deadline;
import dure.Message;
import dure.Occupancy;
import dure.Payload;
import dure.Receipt;
import dure.Receipt.Outcome;
import dure.Sending;
import dure.Until;
import dure.transport.socket.Answer.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a guest asks for, done at the mailbox.
final class RequestHandler {
  /// So many messages of one call the host holds; of more each goes to the guest as it comes.
  private static final int FEW = 64;

  /// So many bytes of messages go to the guest in one piece, and the message that makes them more.
  private static final int TOGETHER = 64 << 10;

  private final Host host;
  private final Guest guest;
  private final Channel channel;
  private final FastPath shortcut;
  private final Map<Long, Unsettled> inHand = new ConcurrentHashMap<>();
  private final AtomicLong deliveries = new AtomicLong();
  private final Semaphore allowed;
  private final ReentrantLock listing = new ReentrantLock();

  RequestHandler(Host host, Guest guest, Channel channel) {
    this.host = host;
    this.guest = guest;
    this.channel = channel;
    this.shortcut = new FastPath(channel);
    int most = channel.settings().maxInFlight();
    this.allowed = new Semaphore(most == 0 ? Integer.MAX_VALUE : most);
  }

  /// Does it, if that takes no waiting: what to answer. Else null, and it is [#perform]ed, by a
  /// thread of its own.
  Guest.@Nullable Said doAtOnce(Request task) {
    try {
      WireWriter answer = inHand.isEmpty() ? shortcut.take(task.op, task.glance()) : null;
      return answer == null ? null : new Guest.Said(Kind.DONE, answer);
    } catch (Throwable failure) {
      return new Guest.Said(Kind.FAILED, told(failure));
    }
  }

  /// It is about to be performed.
  void begin(Request task) {
    shortcut.begun(task.op);
  }

  private WireWriter told(Throwable failure) {
    return host.told(failure).write(new WireWriter());
  }

  /// Does what was begun and answers with its result or its error.
  void perform(Request task) {
    Kind kind = Kind.DONE;
    WireWriter answer = new WireWriter();
    try {
      guest.awaitRoom();
      prepare(task.op);
      answer = perform(task, task.request());
    } catch (InterruptedException cancelled) {
      kind = Kind.CANCELLED;
    } catch (Throwable failure) {
      kind = Kind.FAILED;
      answer = told(failure);
    }
    task.commit();
    shortcut.ended(task.op);
    guest.done(task);
    guest.answer(task.id, kind, answer);
  }

  /// Sees to what another guest has been lent: room comes back before any is taken, and what has
  /// been written is in the mailbox before anything is looked at.
  private void prepare(Op op) {
    if (op.takesRoom()) {
      host.lending().callBack(guest.borrower());
    } else if (op.looks()) {
      host.lending().settle(guest.borrower());
    }
  }

  private WireWriter perform(Request task, WireReader request) throws InterruptedException {
    return switch (task.op) {
      case SEND -> {
        long deadline = WireCodecs.deadline(request.i64());
        boolean sent = send(Sending.PLAIN, deadline, request.rest()).reached(Until.ACCEPTED);
        if (sent) {
          shortcut.came(Op.SEND);
        }
        yield flag(sent);
      }
      case TRACK -> {
        Sending how = WireCodecs.sending(request);
        long deadline = WireCodecs.deadline(request.i64());
        Runnable accepted = () -> accepted(task);
        yield WireCodecs.receipt(new WireWriter(), send(how, deadline, request.rest(), accepted));
      }
      case CLAIM -> claim(task, request.i64(), WireCodecs.deadline(request.i64()));
      case RECEIVE -> {
        Choice choice = channel.possible(new Choice(request.i64()));
        Message next = channel.receive(choice, WireCodecs.deadline(request.i64()));
        if (next != null) {
          shortcut.came(Op.RECEIVE);
        }
        yield received(next);
      }
      case BATCH -> batch(task, request.i32(), request.i32(), WireCodecs.deadline(request.i64()));
      case DELIVER -> deliver(WireCodecs.deadline(request.i64()));
      case SETTLE -> settle(request.i64(), request.flag());
      case IN_PLACE -> inPlace(task, WireCodecs.deadline(request.i64()));
      case LOOK -> {
        Occupancy seen = channel.occupancy();
        yield new WireWriter().i64(seen.depth()).i64(seen.room()).i64(seen.waitingReceivers());
      }
      case STATUS -> WireCodecs.status(new WireWriter(), host.at(channel.status()));
      case UNTAKEN -> list(task, channel::untaken);
      case BROWSE -> {
        int most = request.i32();
        yield list(task, () -> channel.browse(most));
      }
      case REMOVE -> flag(channel.remove(WireCodecs.message(request)));
      case CLOSE, FOLLOW, CANCEL, STREAM, RETURN ->
          throw new IllegalArgumentException("not on its own: " + task.op);
    };
  }

  private static WireWriter flag(boolean value) {
    return new WireWriter().flag(value);
  }

  private Receipt send(Sending how, long deadline, byte[] message) throws InterruptedException {
    return send(how, deadline, message, () -> {});
  }

  /// Sends, and waits for what becomes of the message.
  ///
  /// @param accepted done in between, if there is anything to wait for
  private Receipt send(Sending asked, long deadline, byte[] message, Runnable accepted)
      throws InterruptedException {
    Sending how = channel.possible(asked);
    int sent = channel.send(message, Payload.ARRAY, how, deadline);
    if (sent == Channel.NOT_SENT) {
      return Receipt.of(Outcome.NOT_SENT);
    }
    if (how.until() == Until.ACCEPTED) {
      return Receipt.of(Outcome.ACCEPTED);
    }
    accepted.run();
    return channel.await(sent, how.until(), deadline);
  }

  /// Until the message has its receiver, it can be taken back.
  private void accepted(Request task) {
    guest.accepted(task);
    guest.answer(task.id, Kind.GOES_ON, new WireWriter());
  }

  /// A claim is its thread's, so this thread keeps it until the guest has filled it.
  private WireWriter claim(Request task, long size, long deadline) throws InterruptedException {
    try (Claim claim = channel.claim(size, deadline)) {
      if (claim == null) {
        return flag(false);
      }
      task.commit();
      task.awaitGuest(size + 1); // whether to publish, and what
      guest.answer(task.id, Kind.GOES_ON, new WireWriter());
      WireReader next = task.next();
      if (next == null || !next.flag()) {
        return flag(false);
      }
      byte[] message = next.rest();
      claim.put(0, message, 0, message.length).publish(message.length);
      return flag(true);
    }
  }

  static WireWriter received(@Nullable Message message) {
    return message == null ? flag(false) : WireCodecs.message(room(message).flag(true), message);
  }

  private static WireWriter room(Message message) {
    return new WireWriter(WireCodecs.MOST_BEFORE_A_MESSAGE + (int) message.size());
  }

  private WireWriter batch(Request task, int least, int most, long deadline)
      throws InterruptedException {
    if (most <= FEW) {
      return all(task, channel.receive(least, most, deadline));
    }
    for (int got = 0; got < most; got++) {
      guest.awaitRoom();
      Message next = channel.receive(Choice.NEXT, Deadline.NOW);
      if (next == null && got < least) {
        next = channel.receive(Choice.NEXT, deadline);
      }
      if (next == null) {
        break;
      }
      if (got + 1 >= least) {
        task.commit();
      }
      guest.answer(task.id, Kind.GOES_ON, WireCodecs.message(room(next), next));
    }
    return new WireWriter();
  }

  private WireWriter all(Request task, List<Message> messages) {
    task.commit();
    List<byte[]> frames = new ArrayList<>();
    long bytes = 0;
    for (Message message : messages) {
      WireWriter said = WireCodecs.message(room(message), message);
      frames.add(Guest.frame(task.id, Kind.GOES_ON, said));
      bytes += message.size();
      if (bytes > TOGETHER) {
        guest.answer(frames);
        frames.clear();
        bytes = 0;
      }
    }
    if (!frames.isEmpty()) {
      guest.answer(frames);
    }
    return new WireWriter();
  }

  /// Lists one after the other: each copies all that the mailbox holds.
  private WireWriter list(Request task, Supplier<List<Message>> lister)
      throws InterruptedException {
    listing.lockInterruptibly();
    try {
      guest.awaitRoom();
      return all(task, lister.get());
    } finally {
      listing.unlock();
    }
  }

  /// A guest that keeps to the contract waits itself until one more is allowed.
  private WireWriter deliver(long deadline) throws InterruptedException {
    if (!allowed.tryAcquire()) {
      throw new IllegalArgumentException(
          "mailbox '"
              + channel.address()
              + "': as many deliveries are in hand as one handle may have; settle one first");
    }
    Unsettled taken = null;
    try {
      taken = channel.take(Use.DELIVERY, deadline);
    } finally {
      if (taken == null) {
        allowed.release();
      }
    }
    if (taken == null) {
      return flag(false);
    }
    long number = deliveries.incrementAndGet();
    inHand.put(number, taken);
    return WireCodecs.message(room(taken.message()).flag(true).i64(number), taken.message());
  }

  private WireWriter settle(long number, boolean done) {
    Unsettled taken = inHand.remove(number);
    if (taken != null) {
      allowed.release();
      taken.settle(done);
    }
    return new WireWriter();
  }

  /// The message stays in this thread's hand until the guest says what came of it, or leaves.
  private WireWriter inPlace(Request task, long deadline) throws InterruptedException {
    Unsettled taken = channel.take(Use.IN_PLACE, deadline);
    if (taken == null) {
      return flag(false);
    }
    boolean done = false;
    try {
      Message message = taken.message();
      task.commit();
      task.awaitGuest(1); // whether the guest is done with it
      guest.answer(task.id, Kind.GOES_ON, WireCodecs.message(room(message), message));
      WireReader next = task.next();
      done = next != null && next.flag();
    } finally {
      taken.settle(done);
    }
    return flag(true);
  }

  /// The guest has left. What the guest had in hand has been given back with the handle.
  void end() {
    inHand.clear();
  }
}
