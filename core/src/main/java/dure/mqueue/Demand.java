// SPDX-License-Identifier: Apache-2.0
package dure.mqueue;

import dure.SystemLimitException;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.EventFd;
import dure.linux.Files;

/// What a queue to be made asks of the system, and which limit it met if the kernel refuses it.
///
/// @param queue what errors call it
/// @param mostMessages its capacity
/// @param messageSize its longest message, in bytes
public record Demand(String queue, long mostMessages, long messageSize) {
  // From the kernel's ipc/mqueue.c and include/linux/ipc_namespace.h.

  /// The most messages, for any user.
  private static final long HARD_MOST_MESSAGES = 65_536;

  /// The longest messages, for any user.
  private static final long HARD_LARGEST_MESSAGE = 16 << 20;

  /// What a message takes beside its contents: a list's head, and a node in the tree of priorities,
  /// of which there is one at most for each.
  private static final long EACH = 48;

  private static final long MOST_PRIORITIES = 32_768;

  /// What the kernel counts for it against [SystemLimit#BYTES_OF_USER], in bytes, full or empty.
  public long bytes() {
    return mostMessages * (messageSize + EACH) + Math.min(mostMessages, MOST_PRIORITIES) * EACH;
  }

  /// The result of the kernel's attempt to make it, unless it was refused.
  ///
  /// @throws SystemLimitException for a limit, naming it
  int check(int result) {
    if (Errno.EINVAL.is(result)) {
      checkNumber(
          "a capacity of %d messages", mostMessages, SystemLimit.MOST_MESSAGES, HARD_MOST_MESSAGES);
      checkNumber(
          "a message size of %d bytes",
          messageSize, SystemLimit.LARGEST_MESSAGE, HARD_LARGEST_MESSAGE);
    }
    if (Errno.EMFILE.is(result) && hasRoomForDescriptors()) {
      throw new SystemLimitException(
          queue,
          String.format(
              "a queue of %d messages of up to %d bytes takes %d bytes, full or empty, and all that"
                  + " this user has created may take %d together (RLIMIT_MSGQUEUE): choose a"
                  + " smaller capacity or message size, delete a queue, or raise the limit with"
                  + " 'ulimit -q', as its hard limit or root allow",
              mostMessages, messageSize, bytes(), SystemLimit.BYTES_OF_USER.value()));
    }
    if (Errno.ENOSPC.is(result)) {
      long most = SystemLimit.MOST_QUEUES.value();
      throw new SystemLimitException(
          queue,
          String.format(
              "there are as many queues as %s allows, %d, and one more was asked for: delete one,"
                  + " or raise the limit with 'sysctl -w %1$s=%d'",
              SystemLimit.MOST_QUEUES.title(), most, 2 * most));
    }
    return Failures.check(queue, "create its queue", result);
  }

  private void checkNumber(String what, long asked, SystemLimit limit, long hard) {
    String demand = String.format(what, asked);
    if (asked > hard) {
      throw new SystemLimitException(
          queue,
          String.format(
              "%s is more than the kernel allows anybody, %d: choose less, or a mailbox in shared"
                  + " memory",
              demand, hard));
    }
    if (asked > limit.value()) {
      throw new SystemLimitException(
          queue,
          String.format(
              "%s is more than %s allows, %d: choose less, or raise the limit with"
                  + " 'sysctl -w %2$s=%d'; a process with CAP_SYS_RESOURCE is not held to it",
              demand, limit.title(), limit.value(), asked));
    }
  }

  /// Whether this process can open one more file: the kernel has one error for two limits.
  private static boolean hasRoomForDescriptors() {
    int fd = EventFd.make();
    if (fd < 0) {
      return false;
    }
    Files.close(fd);
    return true;
  }
}
