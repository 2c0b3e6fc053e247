// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import dure.Address;
import dure.InvalidNameException;
import dure.MailboxClosedException;
import dure.NameTakenException;
import dure.ProcessGoneException;
import dure.ProcessRenamedException;
import dure.UnknownProcessException;
import dure.handover.OwnerSocketName;
import dure.layout.FileNames;
import dure.linux.Files;
import dure.linux.ProcessStat;
import dure.linux.Sockets;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The name of a process, where the process is found by it, and what there is to say of it.
///
/// @param name of the process
record ProcessAddress(String name) {
  /// The longest name, in bytes.
  static final int LONGEST = 64;

  /// How long a process that is not stopped may take to answer on a machine with much else to do.
  static final long BUSY_NANOS = 5 * OwnerSocketName.ANSWER_NANOS;

  /// The address of a process that this name can be of.
  ///
  /// @throws InvalidNameException if no mailbox could be called so
  static ProcessAddress of(String name) {
    ProcessAddress of = new ProcessAddress(name);
    String objection = FileNames.current().objection(name);
    if (objection != null) {
      throw new InvalidNameException(of.toString(), objection);
    }
    return of;
  }

  /// Refuses a name that is too long to be joined under.
  ProcessAddress requireShort() {
    if (isTooLong()) {
      throw new IllegalArgumentException("a process's name has at most " + LONGEST + " bytes");
    }
    return this;
  }

  boolean isTooLong() {
    return name.getBytes(StandardCharsets.UTF_8).length > LONGEST;
  }

  /// What errors call the process. No transport has this scheme, so no mailbox is opened by it.
  Address address() {
    return new Address("process", name);
  }

  /// What errors call the messages that another process sends to this one.
  Address link(String from) {
    return new Address("link", from + "→" + name);
  }

  /// Where other processes connect to it.
  OwnerSocketName socketName() {
    return new OwnerSocketName(address(), FileNames.current().process(name));
  }

  /// The process that has the name now, as the kernel knows it; null if none has, or so many others
  /// are about to connect that the kernel does not say.
  Sockets.@Nullable Peer holder() {
    int asked = Sockets.connectNow(socketName().socket());
    if (asked < 0) {
      return null;
    }
    try {
      return Sockets.peer(asked);
    } finally {
      Files.close(asked);
    }
  }

  /// How long to wait for an answer of the [#holder()] of a name: not long if it is stopped.
  static long patienceNanos(Sockets.@Nullable Peer holder) {
    return holder == null || isStopped(holder) ? OwnerSocketName.ANSWER_NANOS : BUSY_NANOS;
  }

  /// Whether a process cannot answer now.
  static boolean isStopped(Sockets.Peer process) {
    ProcessStat stat = ProcessStat.of(process.pid());
    return stat == null || stat.isStopped();
  }

  UnknownProcessException unknown() {
    return new UnknownProcessException(toString(), "no process is called '" + name + "'");
  }

  ProcessGoneException gone() {
    return new ProcessGoneException(toString(), "process '" + name + "' has ended, or has left");
  }

  ProcessRenamedException renamed() {
    return new ProcessRenamedException(
        toString(), "process '" + name + "' has taken another name: use that");
  }

  NameTakenException taken() {
    return new NameTakenException(
        toString(), "another process is called '" + name + "'; join under another name");
  }

  MailboxClosedException left() {
    return new MailboxClosedException(toString(), "process '" + name + "' has left; join again");
  }

  @Override
  public String toString() {
    return address().toString();
  }
}
