// SPDX-License-Identifier: Apache-2.0
package dure.posix;

import dure.mqueue.Demand;
import dure.mqueue.Directory;
import dure.mqueue.SystemLimit;
import java.util.Optional;

/// What the system allows this process in POSIX message queues.
///
/// @param messages the most messages in a queue (`fs.mqueue.msg_max`)
/// @param messageSize the longest message, in bytes (`fs.mqueue.msgsize_max`)
/// @param usualMessages the capacity where none is chosen (`fs.mqueue.msg_default`)
/// @param usualMessageSize the longest message where none is chosen (`fs.mqueue.msgsize_default`)
/// @param queues the most queues in this IPC namespace (`fs.mqueue.queues_max`)
/// @param bytesOfUser what all queues created by one user may take, in bytes (`RLIMIT_MSGQUEUE`);
///   [Long#MAX_VALUE] for no limit
public record QueueLimits(
    long messages,
    long messageSize,
    long usualMessages,
    long usualMessageSize,
    long queues,
    long bytesOfUser) {

  /// As they are now.
  public static QueueLimits now() {
    return new QueueLimits(
        SystemLimit.MOST_MESSAGES.value(),
        SystemLimit.LARGEST_MESSAGE.value(),
        SystemLimit.USUAL_MESSAGES.value(),
        SystemLimit.USUAL_MESSAGE.value(),
        SystemLimit.MOST_QUEUES.value(),
        SystemLimit.BYTES_OF_USER.value());
  }

  /// What the kernel counts for a queue against [#bytesOfUser], in bytes, be it full or empty.
  public static long bytes(long messages, long messageSize) {
    return new Demand("", messages, messageSize).bytes();
  }

  /// How many queues of the usual attributes this user may have.
  public long usualQueues() {
    return bytesOfUser / bytes(usualMessages, usualMessageSize);
  }

  /// Why a list of all queues is not complete and what to do about it, as a sentence; empty if it
  /// is.
  public static Optional<String> whyListIsIncomplete() {
    return Directory.mountPoint().isPresent()
        ? Optional.empty()
        : Optional.of(
            "the kernel lists POSIX message queues only where its file system of them is mounted,"
                + " and here it is not; those that some process has open are listed, as far as this"
                + " user may see, and 'mkdir -p /dev/mqueue && mount -t mqueue none /dev/mqueue'"
                + " as root shows all");
  }
}
