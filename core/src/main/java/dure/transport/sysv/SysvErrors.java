// SPDX-License-Identifier: Apache-2.0
package dure.transport.sysv;

import dure.DureException;
import dure.MailboxDeletedException;
import dure.MessageTooLargeException;
import dure.NotPermittedException;
import dure.OutOfSharedMemoryException;
import dure.SystemFailureException;
import dure.SystemLimitException;
import dure.linux.Errno;
import dure.linux.Names;
import dure.linux.Processes;
import dure.linux.SystemVQueues;
import java.util.Locale;

/// What it means when the kernel refuses something at a queue.
final class SysvErrors {
  private SysvErrors() {}

  /// Why a message was neither sent nor received.
  ///
  /// @param mailbox the address
  /// @param result the kernel's
  /// @param size of the message, or of the room for one
  static DureException ofMessage(String mailbox, int id, long result, long size) {
    if (isGone(id, result)) {
      return new MailboxDeletedException(
          mailbox, "its queue was removed; create it again, and open it again");
    }
    if (Errno.EACCES.is(result)) {
      return notPermitted(mailbox, id, "use");
    }
    if (Errno.E2BIG.is(result)) {
      return new MessageTooLargeException(
          mailbox,
          "the next message has more than "
              + size
              + " bytes: kernel.msgmax or the queue's msg_qbytes was larger when it was sent than"
              + " when this process opened it; nothing was received: raise it again if it was"
              + " lowered, and open it again");
    }
    long largest = SystemVQueues.limit(SysvLimits.MSGMAX, size);
    if (Errno.EINVAL.is(result) && size > largest) {
      return new MessageTooLargeException(
          mailbox,
          String.format(
              Locale.ROOT,
              "the message has %d bytes, and kernel.msgmax has become %d since this process opened"
                  + " it; nothing was sent: send it in pieces, or raise the limit",
              size,
              largest));
    }
    if (Errno.ENOMEM.is(result)) {
      return new OutOfSharedMemoryException(
          mailbox, "the kernel has no memory for the message; nothing was sent");
    }
    return failure(mailbox, "send or receive", result);
  }

  /// Whether a queue is no more. Its id, unlike its key, is not given again.
  private static boolean isGone(int id, long result) {
    if (Errno.EIDRM.is(result)) {
      return true;
    }
    int now = SystemVQueues.statusError(id);
    return Errno.EINVAL.is(result) && (Errno.EINVAL.is(now) || Errno.EIDRM.is(now));
  }

  /// Why a queue could not be made.
  static DureException ofCreation(String mailbox, long result) {
    if (Errno.ENOSPC.is(result)) {
      return new SystemLimitException(
          mailbox,
          String.format(
              Locale.ROOT,
              "there are as many System V message queues as kernel.msgmni allows (%d): remove those"
                  + " that are no longer needed ('ipcs -q', 'ipcrm -q ID'), or raise it with"
                  + " 'sysctl -w kernel.msgmni=…'",
              SystemVQueues.limit(SysvLimits.MSGMNI, 0)));
    }
    if (Errno.ENOMEM.is(result)) {
      return new OutOfSharedMemoryException(mailbox, "the kernel has no memory for a queue");
    }
    return failure(mailbox, "create it", result);
  }

  /// That a capacity is more than this user may choose.
  static SystemLimitException ofCapacity(String mailbox, long bytes) {
    return new SystemLimitException(
        mailbox,
        String.format(
            Locale.ROOT,
            "%d bytes are more than kernel.msgmnb allows (%d), and only a process with"
                + " CAP_SYS_RESOURCE may go beyond: choose less, or raise it with 'sysctl -w"
                + " kernel.msgmnb=%1$d'",
            bytes,
            SystemVQueues.limit(SysvLimits.MSGMNB, 0)));
  }

  /// That this user may not do something with a queue.
  ///
  /// @param what to follow "may not"
  static NotPermittedException notPermitted(String mailbox, int id, String what) {
    SystemVQueues.Status seen = SystemVQueues.status(id);
    String whose =
        seen == null
            ? ""
            : String.format(
                Locale.ROOT,
                "it is user %s's (group %s, mode %04o), and ",
                Names.user(seen.uid()),
                Names.group(seen.gid()),
                seen.mode());
    return new NotPermittedException(
        mailbox,
        whose
            + "user "
            + Names.user(Processes.uid())
            + " may not "
            + what
            + " it (EACCES); its owner can allow it by mode and group");
  }

  /// That this user may not remove a queue.
  static NotPermittedException notRemovable(String mailbox) {
    return new NotPermittedException(
        mailbox,
        "user "
            + Names.user(Processes.uid())
            + " may not delete it (EPERM): only its owner, its creator and root may, whatever its"
            + " mode");
  }

  static SystemFailureException failure(String mailbox, String tried, long result) {
    return new SystemFailureException(mailbox, "cannot " + tried + ": " + Errno.describe(result));
  }
}
