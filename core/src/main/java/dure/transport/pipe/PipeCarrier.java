// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dure.Address;
import dure.Choice;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.Occupancy;
import dure.carrier.Buffers;
import dure.carrier.Carrier;
import dure.carrier.SharedDescriptor;
import dure.file.Failures;
import dure.linux.Errno;
import dure.linux.Pipes;
import dure.parking.Readiness;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A pipe that carries messages, as one process has it open. A deletion at the very moment of a
/// send may take the message along.
final class PipeCarrier implements Carrier {
  /// What stands before each message.
  static final ValueLayout.OfInt LENGTH = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// The longest message: with its length it is written in one piece.
  static final int LONGEST = Pipes.PIPE_BUF - Integer.BYTES;

  /// When to look again for what the kernel does not report: a reader, one's turn to read, the rest
  /// of a torn frame. It is doubled each time that nothing has come of it, so that who waits for
  /// long takes no time from others.
  private static final long SOON_NANOS = 1_000_000L;

  private static final int MOST_DOUBLINGS = 6;

  private final Address address;
  private final String name;
  private final MailboxSettings settings;
  private final PipeAccess way;
  private final PipeReader reception;
  private final Buffers frames = new Buffers(Pipes.PIPE_BUF);

  /// Whether the last that was known of readers is that there are some, or that there are none.
  private volatile boolean readersSeen;

  private volatile boolean noReaders;

  /// How often in a row nothing has come of looking. All threads write it without order: it is only
  /// ever advice.
  private int fruitless;

  PipeCarrier(Address address, MailboxSettings settings, PipeAccess way) {
    this.address = address;
    this.name = address.toString();
    this.settings = settings;
    this.way = way;
    this.reception = new PipeReader(address);
  }

  @Override
  public Address address() {
    return address;
  }

  @Override
  public MailboxSettings settings() {
    return settings;
  }

  private boolean trySend(MemorySegment message) {
    SharedDescriptor end = way.toSend();
    try {
      way.requireLive(end.fd());
      return write(end.fd(), message);
    } finally {
      end.leave();
    }
  }

  private boolean write(int fd, MemorySegment message) {
    MemorySegment frame = frames.borrow();
    try {
      long bytes = message.byteSize();
      frame.set(LENGTH, 0, (int) bytes);
      MemorySegment.copy(message, 0, frame, Integer.BYTES, bytes);
      long written = Pipes.write(fd, frame, Integer.BYTES + bytes);
      if (Errno.EPIPE.is(written)) {
        boolean seen = readersSeen;
        readersSeen = false;
        noReaders = true;
        way.nobodyReads(seen);
        return false;
      }
      readersSeen = true;
      noReaders = false;
      fruitless = 0;
      if (Errno.EAGAIN.is(written)) {
        return false;
      }
      Failures.check(name, "write to it", written);
      return true;
    } finally {
      frames.giveBack(frame);
    }
  }

  @Override
  public boolean send(MemorySegment message, int priority, long number, long nanos) {
    if (nanos > 0) {
      awaitRoom(nanos);
    }
    return trySend(message);
  }

  private void awaitRoom(long nanos) {
    if (noReaders) {
      rest(nanos);
      return;
    }
    SharedDescriptor end = way.toSend();
    try {
      Readiness.awaitRoom(end.fd(), nanos);
    } finally {
      end.leave();
    }
  }

  private @Nullable Message tryReceive(int fd) {
    way.requireLive(fd);
    @Nullable Message message = reception.take(fd);
    if (message != null) {
      fruitless = 0;
    }
    if (message == null && reception.isAtEnd()) {
      way.nobodyWrites();
    }
    return message;
  }

  @Override
  public @Nullable Message receive(Choice choice, long nanos) {
    SharedDescriptor end = way.toReceive();
    try {
      @Nullable Message message = tryReceive(end.fd());
      if (message != null || nanos == 0) {
        return message;
      }
      if (reception.isAwaitable()) {
        Readiness.awaitInput(end.fd(), nanos);
      } else {
        rest(nanos);
      }
      return tryReceive(end.fd());
    } finally {
      end.leave();
    }
  }

  /// Stays away until it is time to look again.
  private void rest(long nanos) {
    int doublings = Math.min(fruitless, MOST_DOUBLINGS);
    fruitless = doublings + 1;
    LockSupport.parkNanos(this, Math.min(nanos, SOON_NANOS << doublings));
  }

  @Override
  public Occupancy occupancy() {
    SharedDescriptor end = way.toLook();
    try {
      way.requireLive(end.fd());
      return new Occupancy(Occupancy.UNKNOWN, Long.MAX_VALUE, Occupancy.UNKNOWN);
    } finally {
      end.leave();
    }
  }

  @Override
  public MailboxStatus status() {
    SharedDescriptor end = way.toLook();
    try {
      way.requireLive(end.fd());
      return Snapshot.of(address, settings, end.fd(), way.notes());
    } finally {
      end.leave();
    }
  }

  @Override
  public void close() {
    way.close();
    reception.close();
  }
}
