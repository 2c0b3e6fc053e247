// SPDX-License-Identifier: Apache-2.0
package dure.service;

/// Answers one request of a [Service].
///
/// @param <Q> the requests, never null
/// @param <A> the answers, never null
@FunctionalInterface
public interface ServiceHandler<Q, A> {
  /// Answers a request. Several threads call this at once if the service has several loops.
  ///
  /// @throws Exception for any reason; the caller gets its class and message in a
  ///   [dure.CallFailedException], and the service goes on
  A answer(Q request) throws Exception;
}
