// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Choice;
import dure.Message;
import dure.transport.socket.Answer.Kind;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/// What a host answers too late for the call that asked, because it was stopped in the middle of
/// its work: nothing of that is lost. A message is kept for the next call that receives; what waits
/// for this side's word gets it.
final class LateAnswers {
  private final ClientConnection conversation;
  private final ConcurrentLinkedDeque<Message> messages = new ConcurrentLinkedDeque<>();

  LateAnswers(ClientConnection conversation) {
    this.conversation = conversation;
  }

  /// Takes in an answer that no thread waits for.
  void add(Call call, Answer answer) {
    switch (call.op) {
      case RECEIVE -> {
        Message message =
            answer.kind() == Kind.DONE
                ? answer.<@Nullable Message>read(
                    body -> body.flag() ? WireCodecs.message(body) : null)
                : null;
        if (message != null) {
          messages.add(message);
        }
      }
      case BATCH -> {
        if (answer.kind() == Kind.GOES_ON) {
          messages.add(answer.read(WireCodecs::message));
        }
      }
      case DELIVER -> {
        if (answer.kind() == Kind.DONE && answer.read(WireReader::flag)) {
          long number = answer.read(WireReader::i64);
          conversation.sayLater(Op.SETTLE, new WireWriter().i64(number).flag(false));
        }
      }
      case IN_PLACE, CLAIM -> {
        if (answer.kind() == Kind.GOES_ON) {
          conversation.followLater(call.id, new WireWriter().flag(false));
        }
      }
      default -> {
        // nothing waits
      }
    }
  }

  /// The first message of a choice; null if there is none.
  @Nullable Message take(Choice choice) {
    for (Iterator<Message> all = messages.iterator(); all.hasNext(); ) {
      Message message = all.next();
      if (isChosen(message, choice) && messages.removeFirstOccurrence(message)) {
        return message;
      }
    }
    return null;
  }

  private static boolean isChosen(Message message, Choice choice) {
    long code = choice.code();
    return code == 0 || (code > 0 ? message.number() == code : message.number() <= -code);
  }

  /// All of them, which are then here no more.
  List<Message> takeAll() {
    List<Message> all = List.copyOf(messages);
    messages.removeAll(all);
    return all;
  }
}
