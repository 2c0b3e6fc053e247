// SPDX-License-Identifier: Apache-2.0
package dure.carrier;

import dure.DureException.Subject;
import dure.MailboxClosedException;
import dure.linux.Files;
import java.util.concurrent.atomic.AtomicLong;

/// A descriptor that several threads use until it is closed. The kernel closes it when the last
/// thread inside has left, so that no thread ever uses a number that has come to stand for
/// something else.
///
/// ```java
/// int fd = descriptor.enter();
/// try {
///   …
/// } finally {
///   descriptor.leave();
/// }
/// ```
public final class SharedDescriptor implements AutoCloseable {
  private static final long CLOSED = 1L << 62;

  private final Subject subject;
  private final String name;
  private final int fd;

  /// How many are inside, and whether it is closed.
  private final AtomicLong users = new AtomicLong();

  /// @param mailbox what errors call it
  /// @param fd open; this object's to close from now on
  public SharedDescriptor(String mailbox, int fd) {
    this(Subject.MAILBOX, mailbox, fd);
  }

  /// @param subject what it is a descriptor of
  /// @param name what errors call that
  /// @param fd open; this object's to close from now on
  public SharedDescriptor(Subject subject, String name, int fd) {
    this.subject = subject;
    this.name = name;
    this.fd = fd;
  }

  /// Its number, for a thread inside.
  public int fd() {
    return fd;
  }

  /// Begins to use it: its number, valid until [#leave].
  ///
  /// @throws MailboxClosedException if it is closed
  public int enter() {
    if (users.getAndIncrement() >= CLOSED) {
      leave();
      throw new MailboxClosedException(subject, name, "this process has closed it; open it again");
    }
    return fd;
  }

  /// No longer uses it.
  public void leave() {
    if (users.decrementAndGet() == CLOSED) {
      closeOnce();
    }
  }

  /// Whether it has been closed.
  public boolean isClosed() {
    return users.get() >= CLOSED;
  }

  /// Lets no further thread in. Again does nothing.
  @Override
  public void close() {
    long inside = users.get();
    while (inside < CLOSED) {
      if (users.compareAndSet(inside, inside + CLOSED)) {
        if (inside == 0) {
          closeOnce();
        }
        return;
      }
      inside = users.get();
    }
  }

  /// Several late threads that leave again may each count as the last.
  private void closeOnce() {
    if (users.compareAndSet(CLOSED, CLOSED + CLOSED / 2)) {
      Files.close(fd);
    }
  }
}
