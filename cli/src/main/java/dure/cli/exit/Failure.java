// SPDX-License-Identifier: Apache-2.0
package dure.cli.exit;

import dure.AbandonedLockException;
import dure.CallFailedException;
import dure.CodecException;
import dure.ConnectionLostException;
import dure.CutMessageException;
import dure.DamagedMailboxException;
import dure.DamagedObjectException;
import dure.DureException;
import dure.InvalidNameException;
import dure.LinkTakenException;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.MailboxExistsException;
import dure.MailboxFullException;
import dure.MessageTooLargeException;
import dure.NameTakenException;
import dure.NoSuchMailboxException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.ObjectExistsException;
import dure.ObjectRemovedException;
import dure.OutOfSharedMemoryException;
import dure.OwnerGoneException;
import dure.ProcessGoneException;
import dure.ProcessRenamedException;
import dure.ReceiverGoneException;
import dure.SystemFailureException;
import dure.SystemLimitException;
import dure.UnknownProcessException;

/// Which exit code each of the library's exceptions ends a command with. `docs/errors.md` is this
/// list, and a test keeps it so.
public enum Failure {
  INVALID_NAME(
      InvalidNameException.class,
      "–",
      ExitCode.WRONG_USAGE,
      "the name cannot be a mailbox's, a region's or a namespace's"),
  LINK_TAKEN(
      LinkTakenException.class,
      "–",
      ExitCode.NOT_NOW,
      "all places for processes, or this end of a pair, are taken; free again when one leaves"),
  MAILBOX_FULL(
      MailboxFullException.class,
      "–",
      ExitCode.NOT_NOW,
      "full, and its creator chose that senders are refused; nothing was sent"),
  NO_SUCH_MAILBOX(
      NoSuchMailboxException.class, "`ENOENT`", ExitCode.NO_SUCH_MAILBOX, "nothing of that name"),
  NOT_PERMITTED(
      NotPermittedException.class,
      "`EACCES`, `EPERM`",
      ExitCode.NOT_PERMITTED,
      "the mailbox's mode, owner and group keep this user out; or the JVM denies native access"),
  MAILBOX_EXISTS(
      MailboxExistsException.class,
      "`EEXIST`, `EADDRINUSE`",
      ExitCode.ALREADY_EXISTS,
      "the name is taken, by a mailbox of the system's or of a process"),
  NAME_TAKEN(
      NameTakenException.class,
      "–",
      ExitCode.ALREADY_EXISTS,
      "another process has this name, or this port"),
  UNKNOWN_PROCESS(
      UnknownProcessException.class, "–", ExitCode.NO_SUCH_MAILBOX, "no process has this name"),
  PROCESS_GONE(
      ProcessGoneException.class, "–", ExitCode.GONE, "the process of this name has ended"),
  PROCESS_RENAMED(ProcessRenamedException.class, "–", ExitCode.GONE, "it has taken another name"),
  MAILBOX_DELETED(
      MailboxDeletedException.class, "–", ExitCode.GONE, "deleted while this process had it open"),
  OWNER_GONE(
      OwnerGoneException.class,
      "–",
      ExitCode.GONE,
      "the process that owned it ended, and the mailbox with it"),
  DAMAGED(
      DamagedMailboxException.class,
      "–",
      ExitCode.DAMAGED,
      "wrong magic, version, size or checksum; overwritten; truncated; no ordinary file"),
  DAMAGED_OBJECT(
      DamagedObjectException.class,
      "–",
      ExitCode.DAMAGED,
      "a lock, region or the like is not what it should be: overwritten, detached, or never made"),
  ABANDONED_LOCK(
      AbandonedLockException.class,
      "–",
      ExitCode.FAILED,
      "the holder of a lock ended with it; what it protects is to be repaired first"),
  MESSAGE_TOO_LARGE(
      MessageTooLargeException.class,
      "–",
      ExitCode.FAILED,
      "longer than the mailbox takes, and not sent; or than the buffer to receive into, and left"
          + " there"),
  CUT_MESSAGE(
      CutMessageException.class,
      "–",
      ExitCode.FAILED,
      "a message in pieces ended before it was whole: its sender or receiver died or gave it up"),
  OUT_OF_SHARED_MEMORY(
      OutOfSharedMemoryException.class,
      "`ENOSPC`, `ENOMEM`, `EFBIG`",
      ExitCode.FAILED,
      "the namespace or the machine has not the room; says what is needed, what there is, the"
          + " remedy"),
  SYSTEM_LIMIT(
      SystemLimitException.class,
      "`EMFILE`, `ENFILE`",
      ExitCode.FAILED,
      "a limit of the system; says which one, how much it is, and how to raise it"),
  RECEIVER_GONE(
      ReceiverGoneException.class,
      "–",
      ExitCode.GONE,
      "no process is left at the reading end of a pipe; nothing was written"),
  CONNECTION_LOST(
      ConnectionLostException.class,
      "–",
      ExitCode.GONE,
      "no connection to the process that holds the mailbox, or no more"),
  OBJECT_EXISTS(
      ObjectExistsException.class,
      "–",
      ExitCode.ALREADY_EXISTS,
      "a region, lock or socket of this name or key exists"),
  NO_SUCH_OBJECT(
      NoSuchObjectException.class,
      "–",
      ExitCode.NO_SUCH_MAILBOX,
      "no region, lock or socket of this name or key"),
  OBJECT_REMOVED(
      ObjectRemovedException.class,
      "–",
      ExitCode.GONE,
      "a region, lock or socket was removed while it was in use"),
  MAILBOX_CLOSED(
      MailboxClosedException.class,
      "–",
      ExitCode.FAILED,
      "this process closed its own handle; a command does so only when a signal ends it"),
  CODEC(
      CodecException.class,
      "–",
      ExitCode.FAILED,
      "a codec refused a value, and nothing was sent; or a message, which stays in the mailbox"),
  CALL_FAILED(
      CallFailedException.class,
      "–",
      ExitCode.FAILED,
      "a service received a call and failed to answer it; says what its handler threw"),
  SYSTEM_FAILURE(
      SystemFailureException.class,
      "any other",
      ExitCode.FAILED,
      "the kernel refused what a sound system allows; the message has the `errno`");

  private final Class<? extends DureException> exception;
  private final String errno;
  private final ExitCode exitCode;
  private final String meaning;

  Failure(
      Class<? extends DureException> exception, String errno, ExitCode exitCode, String meaning) {
    this.exception = exception;
    this.errno = errno;
    this.exitCode = exitCode;
    this.meaning = meaning;
  }

  /// The exception.
  public Class<? extends DureException> exception() {
    return exception;
  }

  /// The kernel's errors it stands for, for the document.
  public String errno() {
    return errno;
  }

  /// What a command ends with when it is thrown.
  public ExitCode exitCode() {
    return exitCode;
  }

  /// When it is thrown, for the document.
  public String meaning() {
    return meaning;
  }

  /// The exit code of anything that can be thrown. An [IllegalArgumentException] is a value the
  /// library refused: the caller's mistake.
  public static ExitCode of(Throwable thrown) {
    for (Failure failure : values()) {
      if (failure.exception.isInstance(thrown)) {
        return failure.exitCode;
      }
    }
    return thrown instanceof IllegalArgumentException ? ExitCode.WRONG_USAGE : ExitCode.FAILED;
  }
}
