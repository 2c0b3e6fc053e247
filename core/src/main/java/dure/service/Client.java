// SPDX-License-Identifier: Apache-2.0
package dure.service;

import dure.Capacity;
import dure.Channel;
import dure.Codec;
import dure.CodecException;
import dure.Deadline;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.MailboxSettings;
import dure.Message;
import dure.Owner;
import dure.Receivers;
import dure.Sending;
import dure.service.PendingCalls.Place;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Calls a [Service] from this process. Made by [Contract#connect].
///
/// A client has one reply mailbox, made when it connects and gone with it. Any number of threads,
/// platform or virtual, may call at the same time; as many calls are under way as the contract
/// says, and further callers wait.
///
/// Every call may throw [dure.OwnerGoneException] when the service has ended, also while the call
/// waits for its answer; whether the service has handled the request is then unknown. A
/// [dure.CallFailedException] says that the service's handler failed. A [CodecException] says that
/// a codec refused the request, and nothing was sent, or the answer. Interruption ends a wait; its
/// answer is dropped when it comes.
///
/// @param <Q> the requests
/// @param <A> the answers
public final class Client<Q, A> implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PARTICIPANTS = 2;
  private static final int GROUP_BITS = 0070;

  private final Contract<Q, A> contract;
  private final Mailbox requests;
  private final Mailbox replies;
  private final long number;
  private final PendingCalls calls;

  private Client(Contract<Q, A> contract, Mailbox requests, Mailbox replies, long number) {
    this.contract = contract;
    this.requests = requests;
    this.replies = replies;
    this.number = number;
    this.calls = new PendingCalls(requests, replies, contract.callsAtOnce());
  }

  static <Q, A> Client<Q, A> of(Contract<Q, A> contract) {
    Mailbox requests = Mailbox.open(contract.name());
    Client<Q, A> client = null;
    try {
      long number = RANDOM.nextLong();
      Mailbox replies = replyMailbox(contract, requests.settings(), number);
      client = new Client<>(contract, requests, replies, number);
      return client;
    } finally {
      if (client == null) {
        requests.close();
      }
    }
  }

  /// A link of two, this process and the service; open to users as the service's mailbox is.
  private static Mailbox replyMailbox(Contract<?, ?> contract, MailboxSettings as, long number) {
    MailboxBuilder replies =
        Mailbox.named(CallFrame.replyMailbox(number))
            .owner(Owner.PROCESS)
            .receivers(Receivers.PAIR)
            .participants(PARTICIPANTS)
            .capacity(Capacity.bounded(contract.callsAtOnce()))
            .messageSize(
                CallFrame.REPLY_BYTES + Math.max(CallFrame.FAILURE_BYTES, contract.answerSize()))
            .mode(as.mode());
    return (as.mode() & GROUP_BITS) == 0 ? replies.create() : replies.group(as.group()).create();
  }

  /// What it calls.
  public Contract<Q, A> contract() {
    return contract;
  }

  /// Sends a request and waits for its answer as long as needed.
  ///
  /// @throws dure.MessageTooLargeException if the request is too long for the service
  public A call(Q request) throws InterruptedException {
    return Objects.requireNonNull(call(request, Deadline.NEVER));
  }

  /// Sends a request and waits for its answer at most `within` in all; null if none came. Then the
  /// service may or may not have handled the request.
  ///
  /// @throws dure.MessageTooLargeException if the request is too long for the service
  public @Nullable A call(Q request, Duration within) throws InterruptedException {
    return call(request, Deadline.after(within));
  }

  private @Nullable A call(Q request, long deadline) throws InterruptedException {
    byte[] body = encoded(contract.request(), request);
    Place place = calls.begin(deadline);
    if (place == null || !isSent(place, body, deadline)) {
      return null;
    }
    Message reply = calls.await(place, deadline);
    return reply == null ? null : answer(reply);
  }

  private boolean isSent(Place place, byte[] body, long deadline) throws InterruptedException {
    boolean sent = false;
    try {
      CallFrame request = CallFrame.request(place.correlation(), number, body);
      sent =
          requests.channel().send(request, CallFrame.PAYLOAD, Sending.PLAIN, deadline)
              != Channel.NOT_SENT;
      return sent;
    } finally {
      if (!sent) {
        calls.cancel(place);
      }
    }
  }

  private byte[] encoded(Codec<Q> codec, Q request) {
    try {
      return codec.encode(Objects.requireNonNull(request));
    } catch (RuntimeException refused) {
      throw new CodecException(
          contract.name(),
          "the request cannot be encoded: " + refused.getMessage() + "; nothing was sent",
          refused);
    }
  }

  private A answer(Message reply) {
    if (CallFrame.isFailure(reply)) {
      throw CallFrame.failure(contract.name(), reply);
    }
    try {
      return contract.answer().decode(reply.slice(CallFrame.REPLY_BYTES));
    } catch (RuntimeException refused) {
      throw new CodecException(
          contract.name(),
          "the answer cannot be decoded: "
              + refused.getMessage()
              + "; give the service and its clients the same contract",
          refused);
    }
  }

  /// Disconnects. Calls under way end with a [dure.MailboxClosedException].
  @Override
  public void close() {
    replies.close();
    requests.close();
  }

  @Override
  public String toString() {
    return "client of service '" + contract.name() + "'";
  }
}
