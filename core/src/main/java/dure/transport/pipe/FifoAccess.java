// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import dure.Address;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.ReceiverGoneException;
import dure.carrier.Buffers;
import dure.carrier.SharedDescriptor;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Pipes;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/// A FIFO as one process has it open, by one descriptor at a time.
///
/// At first that is for reading and writing: what is sent meanwhile is kept for it. With its first
/// send a process that has not begun to receive gives up the reading, because a process that reads
/// nothing must not count as a reader. When it begins to receive, it has both again, for good.
final class FifoAccess implements PipeAccess {
  private final String name;
  private final Buffers statuses = new Buffers(Pipes.statusBytes());

  // Guarded by this.
  private SharedDescriptor open;
  private boolean writesOnly;
  private boolean receives;
  private boolean closed;

  /// @param fd open for both
  FifoAccess(Address address, int fd) {
    this.name = address.toString();
    this.open = new SharedDescriptor(name, fd);
  }

  @Override
  public synchronized SharedDescriptor toSend() {
    if (!receives && !writesOnly) {
      reopen(Pipes.O_WRONLY);
    }
    return entered();
  }

  @Override
  public synchronized SharedDescriptor toReceive() {
    if (writesOnly) {
      reopen(Files.O_RDWR);
    }
    receives = true;
    return entered();
  }

  @Override
  public synchronized SharedDescriptor toLook() {
    return entered();
  }

  private SharedDescriptor entered() {
    int _ = open.enter();
    return open;
  }

  /// The same FIFO, whatever its path has come to name. The old is closed after, so that what is in
  /// it stays.
  private void reopen(int flags) {
    if (closed) {
      throw new MailboxClosedException(name, "this process has closed it; open it again");
    }
    SharedDescriptor old = open;
    int fd = Pipes.again(old.fd(), flags);
    if (Errno.EACCES.is(fd) && !writesOnly) {
      receives = true; // its creator, which has closed it to itself: it keeps what it has
      return;
    }
    Failures.check(name, "open it", fd);
    open = new SharedDescriptor(name, fd);
    writesOnly = !writesOnly;
    old.close();
  }

  @Override
  public void requireLive(int fd) {
    MemorySegment status = statuses.borrow();
    try {
      if (Failures.check(name, "look at it", Pipes.names(fd, status)) == 0) {
        throw new MailboxDeletedException(name, "its FIFO has been removed; its waiters are woken");
      }
    } finally {
      statuses.giveBack(status);
    }
  }

  @Override
  public void nobodyReads(boolean seen) {
    if (seen) {
      throw new ReceiverGoneException(
          name,
          "every receiver has left; the message was not sent. Send it again to wait"
              + " for another receiver");
    }
  }

  @Override
  public void nobodyWrites() {
    throw new AssertionError("who receives could write too");
  }

  @Override
  public Map<String, String> notes() {
    return Map.of();
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.close();
  }
}
