// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import dure.Message;
import dure.codec.DeadLetter;
import java.util.List;
import java.util.Optional;

/// A message as a receiver told of it.
///
/// @param text its contents, without what filled it up
/// @param sender its sender's participant
/// @param position its place in the order of arrival
/// @param number its number, or 0
/// @param priority its priority, or 0
/// @param redelivered how often it was handed out before
/// @param origin of a dead letter: the mailbox that it comes from; else a hyphen
/// @param attempts of a dead letter: how often it was delivered there; else 0
record RoleMessage(
    String text,
    long sender,
    long position,
    long number,
    int priority,
    int redelivered,
    String origin,
    int attempts) {
  static String words(Message message) {
    Optional<DeadLetter> dead = DeadLetter.of(message);
    return String.join(
        " ",
        dead.map(DeadLetter::body).orElse(message).text().replace(".", ""),
        Long.toString(message.sender()),
        Long.toString(message.position()),
        Long.toString(message.number()),
        Integer.toString(message.priority()),
        Integer.toString(message.redelivered()),
        dead.map(its -> its.origin().toString()).orElse("-"),
        Integer.toString(dead.map(DeadLetter::attempts).orElse(0)));
  }

  static RoleMessage of(String line) {
    List<String> words = List.of(line.split(" ", -1));
    return new RoleMessage(
        words.get(0),
        Long.parseLong(words.get(1)),
        Long.parseLong(words.get(2)),
        Long.parseLong(words.get(3)),
        Integer.parseInt(words.get(4)),
        Integer.parseInt(words.get(5)),
        words.get(6),
        Integer.parseInt(words.get(7)));
  }
}
