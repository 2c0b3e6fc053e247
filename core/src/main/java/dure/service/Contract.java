// SPDX-License-Identifier: Apache-2.0
package dure.service;

import dure.Address;
import dure.Codec;

/// What a service and its clients agree on: where the service is, what it is asked and what it
/// answers.
///
/// ```java
/// static final Contract<String, Long> LENGTH = Contract.of("length", Codecs.TEXT, Codecs.LONG);
///
/// try (Service<String, Long> service = LENGTH.serve(text -> (long) text.length())) { … }
///
/// try (Client<String, Long> client = LENGTH.connect()) {
///   long length = client.call("두레");
/// }
/// ```
///
/// Both sides name the same codecs and the same sizes. A client with other sizes still works: the
/// service's mailbox limits requests, and the client's limits answers.
///
/// @param name of the mailbox in shared memory that takes the requests
/// @param request makes messages of requests
/// @param answer makes messages of answers
/// @param requestSize the longest request, in bytes
/// @param answerSize the longest answer, in bytes
/// @param callsAtOnce how many calls one client can have under way, up to [#MOST_CALLS]; further
///   callers wait
/// @param <Q> the requests, never null
/// @param <A> the answers, never null
public record Contract<Q, A>(
    String name,
    Codec<Q> request,
    Codec<A> answer,
    long requestSize,
    long answerSize,
    int callsAtOnce) {

  /// The longest request or answer of a codec whose values differ in size, unless it is said.
  public static final long DEFAULT_SIZE = 8 << 10;

  /// How many calls one client can have under way, unless it is said.
  public static final int DEFAULT_CALLS = 16;

  /// The most calls that one client can have under way.
  public static final int MOST_CALLS = 1 << 10;

  /// @throws dure.InvalidNameException if the name is empty
  /// @throws IllegalArgumentException if the name is not of a mailbox in shared memory, or a number
  ///   is out of bounds
  public Contract {
    if (!Address.of(name).scheme().equals(Address.DEFAULT_SCHEME)) {
      throw new IllegalArgumentException(
          "a service takes its requests in shared memory: name it without a scheme, not '"
              + name
              + "'");
    }
    if (callsAtOnce < 1 || callsAtOnce > MOST_CALLS) {
      throw new IllegalArgumentException(
          "calls at once are from 1 to " + MOST_CALLS + ", not " + callsAtOnce);
    }
  }

  /// A contract with the default sizes. The values of a [Codec.Fixed] bring their size along.
  public static <Q, A> Contract<Q, A> of(String name, Codec<Q> request, Codec<A> answer) {
    return new Contract<>(name, request, answer, size(request), size(answer), DEFAULT_CALLS);
  }

  private static long size(Codec<?> codec) {
    return codec instanceof Codec.Fixed<?> fixed ? fixed.size() : DEFAULT_SIZE;
  }

  /// The same, with another longest request, in bytes.
  public Contract<Q, A> requestSize(long bytes) {
    return new Contract<>(name, request, answer, bytes, answerSize, callsAtOnce);
  }

  /// The same, with another longest answer, in bytes. Each client reserves memory for as many of
  /// them as it can have calls at once.
  public Contract<Q, A> answerSize(long bytes) {
    return new Contract<>(name, request, answer, requestSize, bytes, callsAtOnce);
  }

  /// The same, with another number of calls that one client can have under way.
  public Contract<Q, A> callsAtOnce(int calls) {
    return new Contract<>(name, request, answer, requestSize, answerSize, calls);
  }

  /// Starts a service that answers one request after the other, on a thread of its own. See
  /// [Service#of] for other choices.
  ///
  /// @throws dure.MailboxExistsException if the name is taken
  public Service<Q, A> serve(ServiceHandler<Q, A> handler) {
    return Service.of(this).start(handler);
  }

  /// Connects this process to the service.
  ///
  /// @throws dure.NoSuchMailboxException if no process serves
  /// @throws dure.NotPermittedException if this user may not use the service
  public Client<Q, A> connect() {
    return Client.of(this);
  }
}
