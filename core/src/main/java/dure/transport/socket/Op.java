// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

/// What a guest can ask for. On the wire each is its place in this list.
enum Op {
  /// Sends as long as needed, or within a time.
  SEND,
  /// Sends until what was asked for has become of it, with a first answer as soon as the message is
  /// in the mailbox.
  TRACK,
  /// Claims room; a first answer says that there is some, and what follows is the message.
  CLAIM,
  /// Receives a copy.
  RECEIVE,
  /// Receives several, a first answer each.
  BATCH,
  /// Receives one to be acknowledged.
  DELIVER,
  /// Says what came of that.
  SETTLE,
  /// Receives one to be worked on; what follows the first answer says what came of it.
  IN_PLACE,
  /// Asks what lies ahead of a send.
  LOOK,
  /// Asks what the mailbox looks like.
  STATUS,
  /// Lists what nobody has taken of what this guest sent, a first answer each.
  UNTAKEN,
  /// Lists what nobody has taken, a first answer each.
  BROWSE,
  /// Takes one that was seen.
  REMOVE,
  /// Leaves: the answer is the last.
  CLOSE,
  /// Goes on with what is under way.
  FOLLOW,
  /// Interrupts what is under way. It has no answer of its own.
  CANCEL;

  static final Op[] ALL = values();

  /// "Wait as long as needed", among times to wait.
  static final long FOREVER = -1;

  /// "Do not wait", among times to wait.
  static final long NOT_AT_ALL = -2;

  /// Whether the answer may be a message.
  boolean bringsMessage() {
    return switch (this) {
      case RECEIVE, BATCH, DELIVER, IN_PLACE -> true;
      default -> false;
    };
  }

  /// Whether the request is a message, and something beside it.
  boolean carriesMessage() {
    return switch (this) {
      case SEND, TRACK -> true;
      default -> false;
    };
  }
}
