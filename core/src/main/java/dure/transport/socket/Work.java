// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Choice;
import dure.Claim;
import dure.Delivery;
import dure.Mailbox;
import dure.Message;
import dure.MessageHandler;
import dure.Outlook;
import dure.Receipt;
import dure.Sending;
import dure.gate.Deadline;
import dure.transport.socket.Answer.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a guest asks for, done at the mailbox.
final class Work {
  /// So many messages of one call the host holds; of more each goes to the guest as it comes.
  private static final int FEW = 64;

  private final Host host;
  private final Guest guest;
  private final Mailbox handle;
  private final Shortcut shortcut;
  private final Map<Long, Delivery> inHand = new ConcurrentHashMap<>();
  private final AtomicLong deliveries = new AtomicLong();
  private final ReentrantLock listing = new ReentrantLock();

  /// The guest left or failed while he had a message to work on.
  private static final class GivenBackException extends Exception {
    private static final long serialVersionUID = 1L;

    GivenBackException() {
      super("given back", null, false, false);
    }
  }

  Work(Host host, Guest guest, Mailbox handle) {
    this.host = host;
    this.guest = guest;
    this.handle = handle;
    this.shortcut = new Shortcut(handle);
  }

  /// Does it and answers, if that takes no waiting; whether it has. Else it is [#perform]ed, by a
  /// thread of its own.
  boolean isDoneAtOnce(Task task) {
    Kind kind = Kind.DONE;
    @Nullable Written answer;
    try {
      answer = inHand.isEmpty() ? shortcut.take(task.op, task.glance()) : null;
    } catch (Throwable failure) {
      kind = Kind.FAILED;
      answer = told(failure);
    }
    if (answer != null) {
      guest.answer(task.id, kind, answer);
    }
    return answer != null;
  }

  /// It is about to be performed.
  void begin(Task task) {
    shortcut.begun(task.op);
  }

  private Written told(Throwable failure) {
    return Told.of(failure, host.local().name()).write(new Written());
  }

  /// Does what was begun and answers, whatever comes of it.
  void perform(Task task) {
    Kind kind = Kind.DONE;
    Written answer = new Written();
    try {
      guest.awaitRoom();
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

  private Written perform(Task task, Read request) throws InterruptedException {
    return switch (task.op) {
      case SEND -> flag(send(Codecs.within(request.i64()), request.rest()));
      case TRY_SEND -> flag(handle.trySend(request.rest()));
      case POST -> {
        Sending how = Codecs.sending(request);
        yield Codecs.receipt(new Written(), handle.send(request.rest(), how));
      }
      case TRACK -> track(task, Codecs.sending(request), request.rest());
      case TRY_TRANSFER -> flag(handle.tryTransfer(request.rest()));
      case CLAIM -> claim(task, request.i64(), request.i64());
      case RECEIVE -> received(receive(new Choice(request.i64()), request.i64()));
      case BATCH -> batch(task, request.i32(), request.i32(), Codecs.within(request.i64()));
      case DELIVER -> deliver(request.i64());
      case SETTLE -> settle(request.i64(), request.flag());
      case IN_PLACE -> inPlace(task, request.i64());
      case LOOK -> {
        Outlook seen = handle.look();
        yield new Written().i64(seen.depth()).i64(seen.room()).i64(seen.waitingReceivers());
      }
      case STATUS -> Codecs.status(new Written(), host.at(handle.status()));
      case UNTAKEN -> list(task, handle::untaken);
      case BROWSE -> {
        int most = request.i32();
        yield list(task, () -> handle.browse(most));
      }
      case REMOVE -> flag(handle.remove(Codecs.message(request)));
      case CLOSE, FOLLOW, CANCEL ->
          throw new IllegalArgumentException("not on its own: " + task.op);
    };
  }

  private static Written flag(boolean value) {
    return new Written().flag(value);
  }

  private boolean send(@Nullable Duration within, byte[] message) throws InterruptedException {
    if (within != null) {
      return handle.send(message, within);
    }
    handle.send(message);
    return true;
  }

  private Written track(Task task, Sending how, byte[] message) throws InterruptedException {
    CompletableFuture<Receipt> tracked = handle.sendTracked(message, how);
    task.commit();
    guest.accepted(task);
    guest.answer(task.id, Kind.GOES_ON, new Written());
    return Quietly.call(() -> {
      try {
        return Codecs.receipt(new Written(), tracked.get());
      } catch (ExecutionException failed) {
        throw failed.getCause() instanceof RuntimeException named
            ? named
            : new IllegalStateException(failed);
      }
    });
  }

  /// A claim is its thread's, so this thread keeps it until the guest has filled it.
  private Written claim(Task task, long size, long wait) throws InterruptedException {
    try (Claim claim = claimed(size, wait)) {
      if (claim == null) {
        return flag(false);
      }
      task.commit();
      task.awaitGuest(size + 1); // whether to publish, and what
      guest.answer(task.id, Kind.GOES_ON, new Written());
      Read next = task.next();
      if (next == null || !next.flag()) {
        return flag(false);
      }
      byte[] message = next.rest();
      claim.put(0, message, 0, message.length).publish(message.length);
      return flag(true);
    }
  }

  private @Nullable Claim claimed(long size, long wait) throws InterruptedException {
    if (wait == Op.NOT_AT_ALL) {
      return handle.tryClaim(size);
    }
    Duration within = Codecs.within(wait);
    return within == null ? handle.claim(size) : handle.claim(size, within);
  }

  private @Nullable Message receive(Choice choice, long wait) throws InterruptedException {
    if (wait == Op.NOT_AT_ALL) {
      return handle.tryReceive(choice);
    }
    Duration within = Codecs.within(wait);
    return within == null ? handle.receive(choice) : handle.receive(choice, within);
  }

  static Written received(@Nullable Message message) {
    return message == null ? flag(false) : Codecs.message(room(message).flag(true), message);
  }

  private static Written room(Message message) {
    return new Written(Codecs.MOST_BEFORE_A_MESSAGE + (int) message.size());
  }

  private Written batch(Task task, int least, int most, @Nullable Duration within)
      throws InterruptedException {
    if (least < 1 || least > most || most <= FEW) {
      return all(task, handle.receive(least, most, within));
    }
    long deadline = Deadline.after(within);
    for (int got = 0; got < most; got++) {
      guest.awaitRoom();
      Message next = handle.tryReceive();
      if (next == null && got < least) {
        next = within == null ? handle.receive() : handle.receive(Deadline.left(deadline));
      }
      if (next == null) {
        break;
      }
      if (got + 1 >= least) {
        task.commit();
      }
      guest.answer(task.id, Kind.GOES_ON, Codecs.message(room(next), next));
    }
    return new Written();
  }

  private Written all(Task task, List<Message> messages) {
    task.commit();
    for (Message message : messages) {
      guest.answer(task.id, Kind.GOES_ON, Codecs.message(room(message), message));
    }
    return new Written();
  }

  /// Lists one after the other: each copies all that the mailbox holds.
  private Written list(Task task, Supplier<List<Message>> lister) throws InterruptedException {
    listing.lockInterruptibly();
    try {
      guest.awaitRoom();
      return all(task, lister.get());
    } finally {
      listing.unlock();
    }
  }

  private Written deliver(long wait) throws InterruptedException {
    Delivery delivery = delivered(wait);
    if (delivery == null) {
      return flag(false);
    }
    long number = deliveries.incrementAndGet();
    inHand.put(number, delivery);
    return Codecs.message(room(delivery.message()).flag(true).i64(number), delivery.message());
  }

  private @Nullable Delivery delivered(long wait) throws InterruptedException {
    if (wait == Op.NOT_AT_ALL) {
      return handle.tryReceiveDelivery();
    }
    Duration within = Codecs.within(wait);
    return within == null ? handle.receiveDelivery() : handle.receiveDelivery(within);
  }

  private Written settle(long number, boolean done) {
    Delivery delivery = inHand.remove(number);
    if (delivery != null && done) {
      delivery.acknowledge();
    } else if (delivery != null) {
      delivery.giveBack();
    }
    return new Written();
  }

  /// The message stays in this thread's hand until the guest says what came of it.
  private Written inPlace(Task task, long wait) throws InterruptedException {
    try {
      return flag(
          inPlace(
              wait,
              message -> {
                task.commit();
                task.awaitGuest(1); // whether he is done with it
                guest.answer(task.id, Kind.GOES_ON, Codecs.message(room(message), message));
                Read next = task.next();
                if (next == null || !next.flag()) {
                  throw new GivenBackException();
                }
              }));
    } catch (GivenBackException asHeSaid) {
      return flag(true);
    }
  }

  private boolean inPlace(long wait, MessageHandler<GivenBackException> handler)
      throws GivenBackException, InterruptedException {
    if (wait == Op.NOT_AT_ALL) {
      return handle.tryReceiveInPlace(handler);
    }
    Duration within = Codecs.within(wait);
    if (within != null) {
      return handle.receiveInPlace(handler, within);
    }
    handle.receiveInPlace(handler);
    return true;
  }

  /// The guest has left. What he had in hand has been given back with the handle.
  void end() {
    inHand.clear();
  }
}
