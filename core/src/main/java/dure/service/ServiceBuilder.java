// SPDX-License-Identifier: Apache-2.0
package dure.service;

import dure.Capacity;
import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Owner;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/// Says how a service runs; made by [Service#of]. Not for several threads at once.
///
/// @param <Q> the requests
/// @param <A> the answers
public final class ServiceBuilder<Q, A> {
  private static final int PARTICIPANTS = 512;

  private final Contract<Q, A> contract;
  private UnaryOperator<MailboxBuilder> choices = UnaryOperator.identity();
  private Executor executor;
  private int loops = 1;

  ServiceBuilder(Contract<Q, A> contract) {
    this.contract = contract;
    this.executor = LoopGroup.ownThread("dure-service-" + contract.name());
  }

  /// Makes choices for the mailbox that takes the requests: its capacity, its mode, its group. Its
  /// owner is always this process, and its message size follows from the contract.
  public ServiceBuilder<Q, A> mailbox(UnaryOperator<MailboxBuilder> choices) {
    this.choices = choices;
    return this;
  }

  /// Answers requests on an executor of the caller's, which the service does not shut down.
  ///
  /// @param executor runs the loops; each occupies one of its threads, platform or virtual, until
  ///   the service is closed
  /// @param loops how many requests are answered at the same time
  /// @throws IllegalArgumentException if that is none
  public ServiceBuilder<Q, A> on(Executor executor, int loops) {
    if (loops < 1) {
      throw new IllegalArgumentException("a service has at least 1 loop, not " + loops);
    }
    this.executor = executor;
    this.loops = loops;
    return this;
  }

  /// Creates the mailbox and begins to answer.
  ///
  /// @throws dure.MailboxExistsException if the name is taken
  /// @throws java.util.concurrent.RejectedExecutionException if the executor refuses a loop
  public Service<Q, A> start(ServiceHandler<Q, A> handler) {
    Mailbox requests = createMailbox();
    Service<Q, A> service = new Service<>(contract, requests, handler);
    boolean started = false;
    try {
      service.start(executor, loops);
      started = true;
      return service;
    } finally {
      if (!started) {
        service.close();
      }
    }
  }

  private Mailbox createMailbox() {
    MailboxBuilder defaults =
        Mailbox.named(contract.name()).capacity(Capacity.DEFAULT).participants(PARTICIPANTS);
    return choices
        .apply(defaults)
        .owner(Owner.PROCESS)
        .messageSize(CallFrame.REQUEST_BYTES + contract.requestSize())
        .create();
  }
}
