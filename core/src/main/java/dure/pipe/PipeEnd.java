// SPDX-License-Identifier: Apache-2.0
package dure.pipe;

import dure.Deadline;
import dure.DureException.Subject;
import dure.ReceiverGoneException;
import dure.carrier.Buffers;
import dure.carrier.SharedDescriptor;
import dure.file.Failures;
import dure.file.PipeSize;
import dure.linux.Errno;
import dure.linux.Pipes;
import dure.linux.Poll;
import dure.parking.Readiness;
import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

/// One end of a pipe or FIFO as this process has it open: where to read a stream of bytes, or where
/// to write one.
///
/// It is a stream, not messages: two writes may arrive as one read, and one write as several reads.
/// What belongs together is put in [PipeFrames]. Only a write of at most [#ATOMIC] bytes is never
/// mixed with another's.
///
/// Waits honour interruption and deadlines, and end when the end is closed
/// ([dure.MailboxClosedException]); a virtual thread holds no carrier meanwhile. Safe for all
/// threads.
public final class PipeEnd implements AutoCloseable {
  /// The longest write that is done in one piece: all of it at once, or nothing.
  public static final int ATOMIC = Pipes.PIPE_BUF;

  private static final long SLICE_NANOS = 50_000_000L;
  private static final long CHUNK = 64 << 10;
  private static final Buffers CHUNKS = new Buffers(CHUNK);

  private final String name;
  private final SharedDescriptor descriptor;
  private final boolean reading;
  private final boolean named;

  /// @param reading whether it is the end to read at
  /// @param named whether the other end may yet come
  PipeEnd(String name, SharedDescriptor descriptor, boolean reading, boolean named) {
    this.name = name;
    this.descriptor = descriptor;
    this.reading = reading;
    this.named = named;
  }

  /// Whether this is the end to read at.
  public boolean isReading() {
    return reading;
  }

  // Reading.

  /// Waits for bytes and reads as many as there are and fit: how many; −1 at the end of the stream,
  /// when all is read and the last writer has closed its end.
  ///
  /// @throws UnsupportedOperationException if this is the end to write at
  public int read(byte[] into) throws InterruptedException {
    return (int) read(MemorySegment.ofArray(into), Deadline.NEVER);
  }

  /// The same, waiting no longer than this: 0 if nothing came.
  public int read(byte[] into, Duration within) throws InterruptedException {
    return (int) read(MemorySegment.ofArray(into), Deadline.after(within));
  }

  /// The same without waiting: 0 if there is nothing now.
  public int tryRead(byte[] into) {
    return (int) tryRead(MemorySegment.ofArray(into));
  }

  /// As [#read(byte\[\])].
  public long read(MemorySegment into) throws InterruptedException {
    return read(into, Deadline.NEVER);
  }

  /// As [#read(byte\[\], Duration)].
  public long read(MemorySegment into, Duration within) throws InterruptedException {
    return read(into, Deadline.after(within));
  }

  /// As [#tryRead(byte\[\])].
  public long tryRead(MemorySegment into) {
    int fd = enterToRead();
    try {
      return readNow(fd, into);
    } finally {
      descriptor.leave();
    }
  }

  private long read(MemorySegment into, long deadline) throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int fd = enterToRead();
      try {
        long got = readNow(fd, into);
        long left = Deadline.remaining(deadline);
        if (got != 0 || into.byteSize() == 0 || left <= 0) {
          return got;
        }
        Readiness.awaitInput(fd, Math.min(left, SLICE_NANOS));
      } finally {
        descriptor.leave();
      }
    }
  }

  private int enterToRead() {
    if (!reading) {
      throw new UnsupportedOperationException(
          name + " is the end to write at, and a pipe goes one way: read at the other end");
    }
    return descriptor.enter();
  }

  private long readNow(int fd, MemorySegment into) {
    if (into.byteSize() == 0) {
      return 0;
    }
    if (into.isReadOnly() || !into.isAccessibleBy(Thread.currentThread())) {
      throw new IllegalArgumentException(
          "what is read cannot be put into a segment that is read-only or another thread's");
    }
    MemorySegment chunk = CHUNKS.borrow();
    try {
      long wanted = Math.min(into.byteSize(), CHUNK);
      long got = Pipes.read(fd, chunk, wanted);
      if (got == 0 && isReady(fd)) {
        got = Pipes.read(fd, chunk, wanted); // what came just now; else it is the end
      } else if (got == 0 && named) {
        return 0; // no writer has come yet
      }
      if (Errno.EAGAIN.is(got)) {
        return 0;
      }
      Failures.check(Subject.CHANNEL, name, "read from it", got);
      MemorySegment.copy(chunk, 0, into, 0, got);
      return got == 0 ? -1 : got;
    } finally {
      CHUNKS.giveBack(chunk);
    }
  }

  /// True if all writers of an empty pipe have gone.
  private static boolean isReady(int fd) {
    return Poll.await(new int[] {fd}, 0)[0];
  }

  // Writing.

  /// Writes all of it, waiting while the pipe is full. If it is interrupted, or the readers go,
  /// some of more than [#ATOMIC] bytes may have been written.
  ///
  /// @throws ReceiverGoneException if no process has the other end open
  /// @throws UnsupportedOperationException if this is the end to read at
  public void write(byte[] bytes) throws InterruptedException {
    write(MemorySegment.ofArray(bytes), Deadline.NEVER);
  }

  /// The same, waiting no longer than this in all: how many bytes were written, from the first on.
  public int write(byte[] bytes, Duration within) throws InterruptedException {
    return (int) write(MemorySegment.ofArray(bytes), Deadline.after(within));
  }

  /// The same without waiting. Of up to [#ATOMIC] bytes all are written or none.
  public int tryWrite(byte[] bytes) {
    return (int) tryWrite(MemorySegment.ofArray(bytes));
  }

  /// As [#write(byte\[\])].
  public void write(MemorySegment bytes) throws InterruptedException {
    write(bytes, Deadline.NEVER);
  }

  /// As [#write(byte\[\], Duration)].
  public long write(MemorySegment bytes, Duration within) throws InterruptedException {
    return write(bytes, Deadline.after(within));
  }

  /// As [#tryWrite(byte\[\])].
  public long tryWrite(MemorySegment bytes) {
    int fd = enterToWrite();
    try {
      return writeNow(fd, bytes, 0);
    } finally {
      descriptor.leave();
    }
  }

  private long write(MemorySegment bytes, long deadline) throws InterruptedException {
    long written = 0;
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      int fd = enterToWrite();
      try {
        written += writeNow(fd, bytes, written);
        long left = Deadline.remaining(deadline);
        if (written == bytes.byteSize() || left <= 0) {
          return written;
        }
        Readiness.awaitRoom(fd, Math.min(left, SLICE_NANOS));
      } finally {
        descriptor.leave();
      }
    }
  }

  private int enterToWrite() {
    if (reading) {
      throw new UnsupportedOperationException(
          name + " is the end to read at, and a pipe goes one way: write at the other end");
    }
    return descriptor.enter();
  }

  /// As much as there is room for.
  private long writeNow(int fd, MemorySegment bytes, long from) {
    long written = from;
    MemorySegment chunk = CHUNKS.borrow();
    try {
      while (written < bytes.byteSize()) {
        long wanted = Math.min(bytes.byteSize() - written, CHUNK);
        MemorySegment.copy(bytes, written, chunk, 0, wanted);
        long now = Pipes.write(fd, chunk, wanted);
        if (Errno.EAGAIN.is(now)) {
          return written - from;
        }
        if (Errno.EPIPE.is(now)) {
          throw new ReceiverGoneException(
              Subject.CHANNEL,
              name,
              "no process has the reading end open any more (EPIPE), and what is written now would"
                  + " be lost; it was not written");
        }
        written += Failures.check(Subject.CHANNEL, name, "write to it", now);
      }
      return written - from;
    } finally {
      CHUNKS.giveBack(chunk);
    }
  }

  // What it is.

  /// How many bytes the pipe holds before a writer has to wait.
  public long capacity() {
    int fd = descriptor.enter();
    try {
      return PipeSize.of(Subject.CHANNEL, name, fd);
    } finally {
      descriptor.leave();
    }
  }

  /// Has the pipe hold so many bytes, or more, because the kernel makes pages of them: how many it
  /// holds now.
  ///
  /// @throws dure.SystemLimitException if this user may have no pipe of that size
  /// @throws IllegalStateException if more than that is in it now
  public long capacity(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a pipe holds 1 byte or more, not " + bytes);
    }
    int fd = descriptor.enter();
    try {
      return PipeSize.set(Subject.CHANNEL, name, fd, bytes);
    } finally {
      descriptor.leave();
    }
  }

  /// How many bytes wait in the pipe to be read.
  public long waiting() {
    int fd = descriptor.enter();
    MemorySegment number = CHUNKS.borrow();
    try {
      return Failures.check(Subject.CHANNEL, name, "look into it", Pipes.waiting(fd, number));
    } finally {
      CHUNKS.giveBack(number);
      descriptor.leave();
    }
  }

  /// The same end as a file, for [ProcessBuilder#redirectInput(File)] and
  /// [ProcessBuilder#redirectOutput(File)]: a child that is started with it has an end of its own.
  /// Valid in this process, as long as this end is open.
  public File asFile() {
    int fd = descriptor.enter();
    descriptor.leave();
    return new File(Pipes.link(fd));
  }

  /// This end as a stream that waits as [#read(byte\[\])] does. It is closed with the stream.
  public InputStream inputStream() {
    return new PipeStreams.Input(this);
  }

  /// This end as a stream that waits as [#write(byte\[\])] does. It is closed with the stream.
  public OutputStream outputStream() {
    return new PipeStreams.Output(this);
  }

  /// Lets go of the end. A thread of this process that waits at it is told so. Again does nothing.
  @Override
  public void close() {
    descriptor.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
