// SPDX-License-Identifier: Apache-2.0
package dure;

import java.io.Serial;

/// The base of everything that Dure throws of its own: something went wrong with a mailbox, or with
/// a region or lock of the caller's own, and the message says what, with which one, and what to do
/// about it. What is merely not possible *now* (full, empty, timed out) is a value, never an
/// exception.
public abstract class DureException extends RuntimeException {
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

  /// What it went wrong with.
  public Subject subject() {
    return subject;
  }

  /// The address of the mailbox concerned, or the name of whatever else it is.
  public String mailbox() {
    return name;
  }

  /// What happened and what to do about it, without the name.
  public String problem() {
    return problem;
  }
}
