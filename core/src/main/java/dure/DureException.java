// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The base of everything that Dure throws of its own: something went wrong with a mailbox, or with
/// a region or lock of the caller's own, and the message says what, with which one, and what to do
/// about it. What is merely not possible *now* (full, empty, timed out) is a value, never an
/// exception.
///
/// A program that treats several exceptions alike switches on [#reason()]:
///
/// ```java
/// switch (thrown.reason()) {
///   case ENDED -> reconnect();
///   case NOT_FOUND, ALREADY_EXISTS -> …
///   default -> throw thrown;
/// }
/// ```
public abstract sealed class DureException extends RuntimeException
    permits AbandonedLockException,
        CallFailedException,
        CodecException,
        ConnectionLostException,
        CutMessageException,
        DamagedMailboxException,
        DamagedObjectException,
        InvalidNameException,
        LinkTakenException,
        MailboxClosedException,
        MailboxDeletedException,
        MailboxExistsException,
        MailboxFullException,
        MessageTooLargeException,
        NameTakenException,
        NoSuchMailboxException,
        NoSuchObjectException,
        NotPermittedException,
        ObjectExistsException,
        ObjectRemovedException,
        OutOfSharedMemoryException,
        OwnerGoneException,
        ProcessGoneException,
        ProcessRenamedException,
        ReceiverGoneException,
        SystemFailureException,
        SystemLimitException,
        UnknownProcessException {
  @Serial private static final long serialVersionUID = 1L;

  private final Subject subject;
  private final String name;
  private final String problem;

  /// What something can go wrong with.
  public enum Subject {
    /// A mailbox, by its address.
    MAILBOX("mailbox"),
    /// A piece of shared memory of the caller's own.
    REGION("region"),
    /// A lock, semaphore, condition, barrier or event in shared memory, or in the kernel.
    LOCK("lock"),
    /// An end of a pipe, or a socket, used as such.
    CHANNEL("channel"),
    /// Where mailboxes have their names, by its directory.
    NAMESPACE("namespace"),
    /// The module of this library, by its name.
    MODULE("module");

    private final String word;

    Subject(String word) {
      this.word = word;
    }
  }

  /// Why something went wrong, by what a program can do about it.
  public enum Reason {
    /// Nothing of this name or key is there: create it, or wait until another process does.
    NOT_FOUND,
    /// The name or key is taken: open what is there, or choose another.
    ALREADY_EXISTS,
    /// The kernel refuses this user, or the JVM refuses native access.
    NOT_PERMITTED,
    /// No room or place now, where nothing waits for one: try again later.
    FULL,
    /// It was deleted, or the process at the other end has ended: open it again, or end.
    ENDED,
    /// This process closed its own handle.
    CLOSED,
    /// What lies in shared memory is not what it should be: repair it, or create it anew.
    DAMAGED,
    /// A name, value or message that cannot be: the caller's to mend.
    INVALID,
    /// A message in pieces ended before it was whole: it is to be sent again.
    CUT,
    /// A limit of the system or of its memory is reached: raise it, or use less.
    LIMIT,
    /// The kernel refused what a sound system allows, or a service failed at a call.
    FAILED
  }

  /// For the types of this package.
  ///
  /// @param mailbox the address of the mailbox concerned
  /// @param problem what happened and what to do, to follow the mailbox's name
  DureException(String mailbox, String problem) {
    this(Subject.MAILBOX, mailbox, problem);
  }

  /// For the types of this package.
  ///
  /// @param subject what it went wrong with
  /// @param name what that is called
  /// @param problem what happened and what to do, to follow the name
  DureException(Subject subject, String name, String problem) {
    super(subject.word + " '" + name + "': " + problem);
    this.subject = subject;
    this.name = name;
    this.problem = problem;
  }

  /// Why it went wrong.
  public Reason reason() {
    return switch (this) {
      case NoSuchMailboxException _, NoSuchObjectException _, UnknownProcessException _ ->
          Reason.NOT_FOUND;
      case MailboxExistsException _, ObjectExistsException _, NameTakenException _ ->
          Reason.ALREADY_EXISTS;
      case NotPermittedException _ -> Reason.NOT_PERMITTED;
      case MailboxFullException _, LinkTakenException _ -> Reason.FULL;
      case MailboxDeletedException _,
          ObjectRemovedException _,
          OwnerGoneException _,
          ProcessGoneException _,
          ProcessRenamedException _,
          ReceiverGoneException _,
          ConnectionLostException _ ->
          Reason.ENDED;
      case MailboxClosedException _ -> Reason.CLOSED;
      case DamagedMailboxException _, DamagedObjectException _, AbandonedLockException _ ->
          Reason.DAMAGED;
      case InvalidNameException _, MessageTooLargeException _, CodecException _ -> Reason.INVALID;
      case CutMessageException _ -> Reason.CUT;
      case OutOfSharedMemoryException _, SystemLimitException _ -> Reason.LIMIT;
      case SystemFailureException _, CallFailedException _ -> Reason.FAILED;
    };
  }

  /// What it went wrong with.
  public Subject subject() {
    return subject;
  }

  /// The address of the mailbox concerned, or the name of the object that is no mailbox.
  public String mailbox() {
    return name;
  }

  /// What happened and what to do about it, without the name.
  public String problem() {
    return problem;
  }
}
