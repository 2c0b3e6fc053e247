// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.Address;
import dure.DamagedMailboxException;
import dure.MailboxClosedException;
import dure.Message;
import dure.Message.Stamps;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.PageSize;
import dure.linux.Pipes;
import dure.linux.Poll;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Takes one message at a time out of a pipe: nothing of it before all of it is there, and then all
/// of it in one read. What comes is not trusted: any process that can write may have sent it.
///
/// Its length is read from a copy (`tee`), in a small pipe of one's own. One process at a time
/// receives, the one that has the lock of the pipe; it keeps it until it closes the mailbox or
/// ends.
final class PipeReader implements AutoCloseable {
  private static final Stamps STAMPS = new Stamps(Message.UNKNOWN, Message.UNKNOWN, 0, 0, 0, 0);

  /// Four bytes can lie in four pages.
  private static final int COPY_BYTES = 4 * PageSize.kernel();

  private final String name;
  private final MemorySegment frame = Arena.ofAuto().allocate(Pipes.PIPE_BUF, 8);
  private final ReentrantLock turn = new ReentrantLock();

  // Guarded by the turn.
  private final int[] copy = {-1, -1};
  private boolean mine;
  private boolean closed;

  /// Why there was no message: nothing is there, so that the kernel tells of the next; else one has
  /// to look again.
  private volatile boolean awaitable = true;

  private volatile boolean atEnd;

  PipeReader(Address address) {
    this.name = address.toString();
  }

  /// Whether the kernel will tell when there is something to receive.
  boolean isAwaitable() {
    return awaitable;
  }

  /// True if all was received and no process can send any more.
  boolean isAtEnd() {
    return atEnd;
  }

  /// The next message, or null if there is none now, or another process receives here.
  ///
  /// @param fd open for reading, and not blocking
  /// @throws DamagedMailboxException if what comes next is no message
  @Nullable Message take(int fd) {
    turn.lock();
    try {
      awaitable = false;
      return haveTurn(fd) ? takeNext(fd) : null;
    } finally {
      turn.unlock();
    }
  }

  private boolean haveTurn(int fd) {
    if (closed) {
      throw new MailboxClosedException(name, "this process has closed it; open it again");
    }
    if (!mine) {
      int result = Pipes.tryLock(fd);
      if (Errno.EAGAIN.is(result)) {
        return false;
      }
      Failures.check(name, "take the right to receive", result);
      Failures.check(name, "make a pipe for copies", copy[0] < 0 ? Pipes.create(copy) : 0);
      Pipes.resize(copy[1], COPY_BYTES); // a smaller one will do for all that this project writes
      mine = true;
    }
    return true;
  }

  private @Nullable Message takeNext(int fd) {
    long waiting = Failures.check(name, "look into it", Pipes.waiting(fd, frame));
    if (waiting < Integer.BYTES) {
      atEnd = isOver(fd, waiting);
      awaitable = waiting == 0;
      return null;
    }
    int length = nextLength(fd);
    if (length < 0) {
      return null; // a process reads here without the lock
    }
    if (waiting < Integer.BYTES + length) {
      atEnd = isOver(fd, waiting);
      return null; // the rest of it is still to come
    }
    long got = Pipes.read(fd, frame, Integer.BYTES + length);
    if (Errno.EAGAIN.is(got)) {
      return null;
    }
    Failures.check(name, "read from it", got);
    if (got < Integer.BYTES + length || frame.get(PipeCarrier.LENGTH, 0) != length) {
      throw damaged("another process reads from it, and took a part of a message");
    }
    byte[] bytes = new byte[length];
    MemorySegment.copy(frame, JAVA_BYTE, Integer.BYTES, bytes, 0, length);
    return Message.of(bytes, STAMPS);
  }

  /// True if no process can write any more.
  private boolean isOver(int fd, long waiting) {
    if (waiting == 0) {
      // An end that was opened after all who write had gone is never told so by poll.
      long copied = Pipes.tee(fd, copy[1], 1);
      discardCopies(); // a message may have come since
      return copied == 0;
    }
    boolean nobodyWrites = Poll.await(new int[] {fd}, new int[] {0}, 0)[0];
    // The rest may have come before the writer went.
    if (nobodyWrites && Failures.check(name, "look into it", Pipes.waiting(fd, frame)) == waiting) {
      throw damaged("its sender has gone in the middle of a message; the rest will not come");
    }
    return false;
  }

  /// The length of the next message; −1 if it is gone.
  private int nextLength(int fd) {
    discardCopies();
    long copied = Pipes.tee(fd, copy[1], Integer.BYTES);
    if (copied <= 0) {
      return -1;
    }
    long read = 0;
    while (read < copied) {
      read +=
          Failures.check(
              name,
              "read a copy of it",
              Pipes.read(copy[0], frame.asSlice(read), Integer.BYTES - read));
    }
    if (copied < Integer.BYTES) {
      return -1;
    }
    int length = frame.get(PipeCarrier.LENGTH, 0);
    if (length < 0 || length > PipeCarrier.LONGEST) {
      throw damaged(
          String.format(
              "what comes next is no message: it says it is %d bytes long, and none is longer than"
                  + " %d. A process writes to it that writes no messages",
              Integer.toUnsignedLong(length), PipeCarrier.LONGEST));
    }
    return length;
  }

  /// What was left in the pipe for copies would be taken for the next length.
  private void discardCopies() {
    long left;
    do {
      left = Pipes.read(copy[0], frame, frame.byteSize());
    } while (left > 0);
  }

  private DamagedMailboxException damaged(String problem) {
    return new DamagedMailboxException(name, problem + "; delete it, and create it anew");
  }

  @Override
  public void close() {
    turn.lock();
    try {
      closed = true;
      for (int i = 0; i < copy.length; i++) {
        if (copy[i] >= 0) {
          Files.close(copy[i]);
          copy[i] = -1;
        }
      }
    } finally {
      turn.unlock();
    }
  }
}
