// SPDX-License-Identifier: Apache-2.0
package dure.mqueue;

import dure.Address;
import dure.InvalidNameException;
import dure.MailboxExistsException;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.MessageQueues;
import dure.linux.Names;
import dure.linux.Processes;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/// The name of a queue, by the rules of `mq_open(3)`, and what is done by name.
///
/// @param address `posix:/name`
public record QueueName(Address address) {
  /// The scheme of the addresses.
  public static final String SCHEME = "posix";

  /// The longest name behind the slash, in bytes.
  public static final int LONGEST = 255;

  /// @throws InvalidNameException if no queue can be called so
  public QueueName {
    String name = address.name();
    if (!address.scheme().equals(SCHEME)) {
      throw invalid(
          address,
          "that is no POSIX message queue; the address of one is as '" + SCHEME + ":/name'");
    }
    if (!name.startsWith("/")) {
      throw invalid(
          address,
          "the name of a POSIX message queue begins with a slash: write '"
              + SCHEME
              + ":/"
              + name
              + "'");
    }
    String behind = name.substring(1);
    if (behind.indexOf('/') >= 0) {
      throw invalid(
          address,
          "the name of a POSIX message queue has one slash, its first character; leave the"
              + " others out");
    }
    if (behind.isEmpty() || behind.equals(".") || behind.equals("..")) {
      throw invalid(address, "a POSIX message queue needs a name behind the slash, as '/orders'");
    }
    if (behind.indexOf('\0') >= 0) {
      throw invalid(address, "the name of a POSIX message queue has no character zero");
    }
    if (behind.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw invalid(
          address,
          "the name of a POSIX message queue has at most " + LONGEST + " bytes behind the slash");
    }
  }

  private static InvalidNameException invalid(Address address, String problem) {
    return new InvalidNameException(address.toString(), problem);
  }

  /// The queue of an address in words.
  public static QueueName of(String address) {
    return new QueueName(Address.of(address));
  }

  /// As the kernel has it: without the slash.
  private String kernelName() {
    return address.name().substring(1);
  }

  /// Opens it to take part: a descriptor that does not wait.
  ///
  /// @throws NoSuchMailboxException if there is none
  /// @throws NotPermittedException if this user may not both read and write
  public int open() {
    return open(Files.O_RDWR, "use it", "to take part one needs the right to read and to write");
  }

  /// Opens it to look at it, for which the right to read is enough.
  ///
  /// @throws NoSuchMailboxException if there is none
  /// @throws NotPermittedException if this user may not read
  public int openToLook() {
    return open(Files.O_RDONLY, "look at it", "for that one needs the right to read");
  }

  private int open(int rights, String use, String need) {
    int fd = MessageQueues.open(kernelName(), rights | Files.O_NONBLOCK);
    requireThere(fd);
    if (Errno.EACCES.is(fd)) {
      throw new NotPermittedException(
          toString(),
          String.format(
              "user %s may not %s (EACCES): %s; its owner can allow it by mode and group",
              Names.user(Processes.uid()), use, need));
    }
    return Failures.check(toString(), "open its queue", fd);
  }

  private void requireThere(int result) {
    if (Errno.ENOENT.is(result)) {
      throw new NoSuchMailboxException(
          toString(), "there is no queue of this name; create it, or list those there are");
    }
  }

  /// Creates it, with exactly this mode whatever the process's mask: a descriptor that does not
  /// wait.
  ///
  /// @param group by name or number; empty for the creator's own
  /// @throws MailboxExistsException if there is one
  /// @throws dure.SystemLimitException if the system does not allow as much, naming the limit
  public int create(int mode, String group, long mostMessages, long messageSize) {
    OptionalInt gid = group.isEmpty() ? OptionalInt.empty() : Names.groupNumber(group);
    if (!group.isEmpty() && gid.isEmpty()) {
      throw new InvalidNameException(toString(), "there is no group '" + group + "'");
    }
    int fd = MessageQueues.create(kernelName(), 0600, mostMessages, messageSize);
    if (Errno.EEXIST.is(fd)) {
      throw new MailboxExistsException(
          toString(), "it exists already; open it, or delete it first");
    }
    new Demand(toString(), mostMessages, messageSize).check(fd);
    boolean ready = false;
    try {
      if (gid.isPresent()) {
        Failures.check(
            toString(), "give it to group " + group, Files.changeGroup(fd, gid.getAsInt()));
      }
      Failures.check(toString(), "set its mode", Files.changeMode(fd, mode));
      ready = true;
      return fd;
    } finally {
      if (!ready) {
        MessageQueues.unlink(kernelName());
        Files.close(fd);
      }
    }
  }

  /// Removes it. A process that has it open keeps the nameless queue.
  ///
  /// @throws NoSuchMailboxException if there is none
  /// @throws NotPermittedException if this user is neither its owner nor root, whatever its mode
  public void unlink() {
    int result = MessageQueues.unlink(kernelName());
    requireThere(result);
    if (Errno.EACCES.is(result) || Errno.EPERM.is(result)) {
      throw new NotPermittedException(
          toString(),
          String.format(
              "user %s may not delete it: %s; of a POSIX message queue only the owner and root"
                  + " remove the name, whatever its mode",
              Names.user(Processes.uid()), Errno.describe(result)));
    }
    Failures.check(toString(), "unlink its queue", result);
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
