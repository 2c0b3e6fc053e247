// SPDX-License-Identifier: Apache-2.0
package dure.bench.claims;

import dure.Mailbox;
import dure.MailboxBuilder;
import dure.Namespace;
import dure.Receivers;
import dure.bench.harness.Leftovers;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// A way to carry messages, always through the calls of [Mailbox]: what differs is the address.
enum Mechanism {
  PAIR("shared memory, a pair", "shm"),
  IN_PLACE("the same, written and read in place", "shm"),
  ANY("shared memory, for many", "shm"),
  FIFO("a FIFO", "fifo"),
  PIPE("a pipe", "pipe"),
  POSIX("a POSIX message queue", "posix"),
  SYSV("a System V message queue", "sysv"),
  UNIX("a Unix socket", "unix"),
  TCP("a TCP socket, on loopback", "tcp");

  private static final AtomicInteger COUNT = new AtomicInteger();

  /// Where System V keys of ours begin.
  private static final int FIRST_KEY = 0x44000000;

  private static final int FIRST_PORT = 20_000;

  private final String meaning;
  private final String scheme;

  Mechanism(String meaning, String scheme) {
    this.meaning = meaning;
    this.scheme = scheme;
  }

  /// What it is.
  String meaning() {
    return meaning;
  }

  /// Whether each message is a matter of the kernel.
  boolean isCarriedByTheKernel() {
    return !scheme.equals("shm");
  }

  /// Whether messages are not copied.
  boolean isInPlace() {
    return this == IN_PLACE;
  }

  /// The scheme, or what else to call it in a row.
  String label() {
    return isCarriedByTheKernel() ? scheme : "shm " + name().toLowerCase(Locale.ROOT);
  }

  /// An address at which there is nothing yet.
  String newAddress() {
    long pid = ProcessHandle.current().pid();
    int count = COUNT.incrementAndGet();
    String name = Leftovers.ours().newName();
    return switch (this) {
      case PAIR, IN_PLACE, ANY -> name;
      case FIFO -> "fifo:" + Namespace.current().directory() + "/" + name;
      case PIPE -> "pipe:" + name;
      case POSIX -> "posix:/" + name;
      case SYSV -> "sysv:0x" + Integer.toHexString(FIRST_KEY + (int) (pid & 0xffff) * 256 + count);
      case UNIX -> "unix:@" + name;
      case TCP ->
          // An address of the loopback that is this process's alone: a port of 127.0.0.1 that is
          // free now may be the next that the kernel gives to another program's outgoing
          // connection.
          String.format(
              Locale.ROOT,
              "tcp://127.%d.%d.%d:%d",
              1 + (pid >> 16 & 0x3f),
              pid >> 8 & 0xff,
              pid & 0xff,
              FIRST_PORT + count);
    };
  }

  /// Creates the mailbox as this mechanism has it by default, and opens it.
  Mailbox create(String address, int messageBytes) {
    MailboxBuilder builder = Mailbox.named(address);
    if (this == PAIR || this == IN_PLACE) {
      builder.receivers(Receivers.PAIR);
    }
    if (!isCarriedByTheKernel()) {
      builder.messageSize(messageBytes);
    }
    return builder.create();
  }
}
