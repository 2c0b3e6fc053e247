// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Choice;
import dure.Delivery;
import dure.Message;
import dure.MessageHandler;
import dure.transport.socket.Answer.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one who connected receives.
final class RemoteReceives {
  private final Conversation conversation;

  RemoteReceives(Conversation conversation) {
    this.conversation = conversation;
  }

  @Nullable Message receive(Choice choice, @Nullable Duration within) throws InterruptedException {
    Written asked = new Written().i64(choice.code()).i64(Codecs.nanos(within));
    try (Call call = conversation.ask(Op.RECEIVE, asked, within)) {
      return message(call.await(within));
    }
  }

  @Nullable Message tryReceive(Choice choice) {
    Written asked = new Written().i64(choice.code()).i64(Op.NOT_AT_ALL);
    try (Call call = conversation.askNow(Op.RECEIVE, asked)) {
      return message(call.awaitSoon());
    }
  }

  private static @Nullable Message message(Answer answer) {
    return answer.<@Nullable Message>read(body -> body.flag() ? Codecs.message(body) : null);
  }

  List<Message> receive(int least, int most, @Nullable Duration within)
      throws InterruptedException {
    Written asked = new Written().i32(least).i32(most).i64(Codecs.nanos(within));
    try (Call call = conversation.ask(Op.BATCH, asked, within)) {
      List<Message> received = new ArrayList<>();
      Answer answer = call.await(within);
      while (answer.kind() == Kind.GOES_ON) {
        if (received.size() == most) {
          throw conversation.nonsense();
        }
        received.add(answer.read(Codecs::message));
        // Of those that were to come at least the host waits, beyond them it does not.
        answer = received.size() < least ? call.await(within) : call.awaitSoon();
      }
      return received;
    }
  }

  List<Message> list(Op op, Written asked) {
    try (Call call = conversation.askNow(op, asked)) {
      List<Message> listed = new ArrayList<>();
      for (Answer answer = call.awaitSoon();
          answer.kind() == Kind.GOES_ON;
          answer = call.awaitSoon()) {
        listed.add(answer.read(Codecs::message));
      }
      return listed;
    }
  }

  boolean remove(Message seen) {
    Written asked = Codecs.message(new Written(), seen);
    try (Call call = conversation.askNow(Op.REMOVE, asked)) {
      return call.awaitSoon().read(Read::flag);
    }
  }

  @Nullable Delivery deliver(@Nullable Duration within) throws InterruptedException {
    try (Call call =
        conversation.ask(Op.DELIVER, new Written().i64(Codecs.nanos(within)), within)) {
      return delivery(call.await(within));
    }
  }

  @Nullable Delivery tryDeliver() {
    try (Call call = conversation.askNow(Op.DELIVER, new Written().i64(Op.NOT_AT_ALL))) {
      return delivery(call.awaitSoon());
    }
  }

  private @Nullable Delivery delivery(Answer answer) {
    return answer.<@Nullable Delivery>read(body ->
        body.flag() ? new RemoteDelivery(conversation, body.i64(), Codecs.message(body)) : null);
  }

  <X extends Exception> boolean inPlace(MessageHandler<X> handler, @Nullable Duration within)
      throws X, InterruptedException {
    try (Call call =
        conversation.ask(Op.IN_PLACE, new Written().i64(Codecs.nanos(within)), within)) {
      return handle(call, call.await(within), handler);
    }
  }

  <X extends Exception> boolean tryInPlace(MessageHandler<X> handler) throws X {
    try (Call call = conversation.askNow(Op.IN_PLACE, new Written().i64(Op.NOT_AT_ALL))) {
      return handle(call, call.awaitSoon(), handler);
    }
  }

  /// Works on a message that the host keeps in hand meanwhile. It is given back as done when the
  /// host has said so.
  private <X extends Exception> boolean handle(Call call, Answer answer, MessageHandler<X> handler)
      throws X {
    if (answer.kind() != Kind.GOES_ON) {
      return false;
    }
    Message message = answer.read(Codecs::message);
    try {
      handler.handle(message);
    } catch (Throwable failure) {
      giveBack(call, failure);
      throw failure;
    }
    settle(call, true);
    return true;
  }

  /// What the handler threw is what its caller has to know, whatever becomes of the rest.
  private void giveBack(Call call, Throwable failure) {
    try {
      if (!conversation.isClosed()) {
        settle(call, false);
      } // else the closing has given it back
    } catch (RuntimeException unsettled) {
      failure.addSuppressed(unsettled);
    }
  }

  private void settle(Call call, boolean done) {
    conversation.follow(call.id, new Written().flag(done));
    Answer _ = call.awaitSoon();
  }
}
