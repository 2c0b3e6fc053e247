// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import java.time.Duration;
import java.util.List;

/// Something that a role did, as it told: what, in which words, and between which two readings of
/// the machine's clock, which is the same for all processes.
///
/// @param what a word, as `sent` or `got`
/// @param words a message's text first
/// @param began when it was about to do it
/// @param ended when it had done it
record RoleEvent(String what, List<String> words, long began, long ended) {
  /// What stands at the beginning of such a line.
  static final String MARK = ":event";

  static RoleEvent of(String rest) {
    List<String> words = List.of(rest.strip().split(" ", -1));
    return new RoleEvent(
        words.get(2),
        words.subList(3, words.size()),
        Long.parseLong(words.get(0)),
        Long.parseLong(words.get(1)));
  }

  /// The text of the message.
  String text() {
    return words.getFirst();
  }

  /// The message, of one that was received.
  RoleMessage got() {
    return RoleMessage.of(String.join(" ", words));
  }

  /// How long it took.
  Duration length() {
    return Duration.ofNanos(ended - began);
  }

  /// Whether both were being done at some moment.
  boolean overlaps(RoleEvent other) {
    return began <= other.ended && other.began <= ended;
  }
}
