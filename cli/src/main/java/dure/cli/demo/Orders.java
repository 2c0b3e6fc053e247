// SPDX-License-Identifier: Apache-2.0
package dure.cli.demo;

import java.io.IOException;
import java.util.List;

/// What a process of the demo is told to do, on its command line.
///
/// @param kind what it is
/// @param index which of its kind, from 1
/// @param life which process in that place: 1, and one more for each replacement
/// @param mailbox the mailbox, or the path of a socket
/// @param file where a sender's pieces come from, or where a receiver's go
/// @param fileBytes how long that file is, or will be
/// @param messageSize of the mailbox, in bytes
/// @param journal where to note what it does
/// @param senders how many senders share the pieces
/// @param first the piece a sender begins with
record Orders(
    Kind kind,
    int index,
    int life,
    String mailbox,
    String file,
    long fileBytes,
    long messageSize,
    String journal,
    int senders,
    int first) {
  private static final String READY = "ready";

  /// What processes there are.
  enum Kind {
    SENDER(SenderProcess.class),
    RECEIVER(ReceiverProcess.class),
    SOCKET_SENDER(SocketSender.class),
    SOCKET_RECEIVER(SocketReceiver.class);

    private final Class<?> program;

    Kind(Class<?> program) {
      this.program = program;
    }

    /// The class with the `main`.
    Class<?> program() {
      return program;
    }

    @Override
    public String toString() {
      return switch (this) {
        case SENDER -> "sender";
        case RECEIVER -> "receiver";
        case SOCKET_SENDER -> "socket sender";
        case SOCKET_RECEIVER -> "socket receiver";
      };
    }
  }

  /// What to be called among the participants and in the report.
  String role() {
    return kind + " " + index + (life == 1 ? "" : " (process " + life + ")");
  }

  /// As arguments for `main`.
  List<String> arguments() {
    return List.of(
        kind.name(),
        Integer.toString(index),
        Integer.toString(life),
        mailbox,
        file,
        Long.toString(fileBytes),
        Long.toString(messageSize),
        journal,
        Integer.toString(senders),
        Integer.toString(first));
  }

  /// From the arguments of `main`.
  static Orders of(String[] arguments) {
    return new Orders(
        Kind.valueOf(arguments[0]),
        Integer.parseInt(arguments[1]),
        Integer.parseInt(arguments[2]),
        arguments[3],
        arguments[4],
        Long.parseLong(arguments[5]),
        Long.parseLong(arguments[6]),
        arguments[7],
        Integer.parseInt(arguments[8]),
        Integer.parseInt(arguments[9]));
  }

  /// Says that this process is ready, and waits for the word to begin. Ends the process if its
  /// parent is gone.
  void awaitStart() throws IOException {
    System.out.println(READY);
    if (System.in.read() < 0) {
      throw new IOException("the demo has ended");
    }
  }
}
