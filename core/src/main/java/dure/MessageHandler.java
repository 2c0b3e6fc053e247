// SPDX-License-Identifier: Apache-2.0
package dure;

/// What a receiver does with a message in place.
///
/// @param <X> what it may throw; then the message is given back undone and delivered again
@FunctionalInterface
public interface MessageHandler<X extends Exception> {
  /// Works on a message while the mailbox keeps it. Returning gives it back as done.
  void handle(Message message) throws X;
}
