// SPDX-License-Identifier: Apache-2.0
package dure.service;

import dure.Choice;
import dure.Mailbox;
import dure.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Answers requests that any process of the machine sends, in the shape of a [Contract].
///
/// A service belongs to its process: when the process ends, however it ends, its clients are told
/// and the name is free again. What a handler throws goes back to the caller, and the service goes
/// on. An answer to a client that has ended is dropped. A service never waits for a client.
///
/// A request is handled at most once. For work that has to outlive its server, use a mailbox that
/// the system owns, and a [Listener].
///
/// @param <Q> the requests
/// @param <A> the answers
public final class Service<Q, A> implements AutoCloseable {
  private final Contract<Q, A> contract;
  private final Mailbox requests;
  private final ServiceHandler<Q, A> handler;
  private final ReplyMailboxes replies = new ReplyMailboxes();
  private final LoopGroup loops = new LoopGroup(this::answerNext);

  Service(Contract<Q, A> contract, Mailbox requests, ServiceHandler<Q, A> handler) {
    this.contract = contract;
    this.requests = requests;
    this.handler = handler;
  }

  /// Starts describing how a service runs.
  public static <Q, A> ServiceBuilder<Q, A> of(Contract<Q, A> contract) {
    return new ServiceBuilder<>(contract);
  }

  void start(Executor executor, int count) {
    loops.start(executor, count);
  }

  private void answerNext() throws InterruptedException {
    Message request = requests.channel().receive(Choice.NEXT, LoopGroup.sliceFromNow());
    if (request != null && CallFrame.isRequest(request)) {
      answer(request);
    }
  }

  private void answer(Message request) throws InterruptedException {
    long client = CallFrame.client(request);
    long correlation = CallFrame.correlation(request);
    byte[] answer;
    try {
      Q question = contract.request().decode(request.slice(CallFrame.REQUEST_BYTES));
      answer = contract.answer().encode(handler.answer(question));
    } catch (InterruptedException stopped) {
      replies.fail(client, correlation, stopped);
      throw stopped;
    } catch (Throwable failure) {
      replies.fail(client, correlation, failure);
      if (failure instanceof Error error) {
        throw error;
      }
      return;
    }
    replies.answer(client, correlation, answer);
  }

  /// What it serves.
  public Contract<Q, A> contract() {
    return contract;
  }

  /// The mailbox that takes the requests, to look at its status.
  public Mailbox requests() {
    return requests;
  }

  /// Done when the service no longer answers; exceptionally if its mailbox was deleted or a handler
  /// threw an [Error].
  public CompletableFuture<@Nullable Void> done() {
    return loops.done();
  }

  /// Takes no further request, and waits at most `within` for the answers that handlers work on;
  /// whether all were given. [#close] still has to be called.
  public boolean stop(Duration within) throws InterruptedException {
    loops.stop();
    return loops.awaitEnd(within);
  }

  /// Takes no further request, waits for the answers that handlers work on, and gives the name
  /// free. Requests that no handler has begun end at their callers with a
  /// [dure.OwnerGoneException]. An interrupt while this waits is passed on to the handlers.
  ///
  /// @throws IllegalStateException if a handler calls it
  @Override
  public void close() {
    loops.close();
    requests.close();
    replies.close();
  }

  @Override
  public String toString() {
    return "service '" + contract.name() + "'";
  }
}
