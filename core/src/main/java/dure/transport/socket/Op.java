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
  /// Lists this guest's untaken messages, a first answer each.
  UNTAKEN,
  /// Lists the untaken messages, a first answer each.
  BROWSE,
  /// Takes one that was seen.
  REMOVE,
  /// Leaves: the answer is the last.
  CLOSE,
  /// Goes on with what is under way.
  FOLLOW,
  /// Interrupts what is under way. It has no answer of its own.
  CANCEL,
  /// Sends into lent room, by the number of the loan. It has no answer of its own.
  STREAM,
  /// Gives lent room back, by the number of the loan.
  RETURN;

  static final Op[] ALL = values();

  /// What it is on the wire.
  @SuppressWarnings("EnumOrdinal") // a test holds the order of the list
  byte place() {
    return (byte) ordinal();
  }

  /// "Wait as long as needed", among times to wait.
  static final long FOREVER = -1;

  /// "Do not wait", among times to wait.
  static final long NOT_AT_ALL = -2;

  /// "Wait as long as needed, and lend room for what comes next", among times to wait.
  static final long FOREVER_AND_LEND = -3;

  /// Whether it takes room in the mailbox, by an answer of its own: the end of a loan.
  boolean takesRoom() {
    return switch (this) {
      case SEND, TRACK, CLAIM -> true;
      default -> false;
    };
  }

  /// Whether the answer tells what is in the mailbox, or what is not.
  boolean looks() {
    return switch (this) {
      case RECEIVE, BATCH, DELIVER, IN_PLACE, LOOK, STATUS, UNTAKEN, BROWSE, REMOVE -> true;
      default -> false;
    };
  }

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
