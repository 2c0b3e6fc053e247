// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dure.Channel;
import dure.DamagedMailboxException;
import dure.DureException;
import dure.MailboxClosedException;
import dure.Message;
import dure.queue.MessageSource;
import dure.queue.MessageView;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;

/// A taken message where it lies, in the region or in a copy of the receiver's own, until it is
/// given back.
final class MessageInPlace extends ThreadCache.Spare implements Message, Channel.Unsettled {
  private final MessageView taken;
  private final Hold hold;
  private final MessageSource source;
  private final MemorySegment shared;
  private final long base;
  private MemorySegment region;
  private int take;
  private long offset;
  private long size;

  MessageInPlace(Thread thread, MessageView taken, Hold hold, MessageSource source) {
    super(thread);
    this.taken = taken;
    this.hold = hold;
    this.source = source;
    this.shared = hold.mapping().segment();
    this.region = shared;
    this.base = hold.base();
  }

  /// Is this message from now on, which is given back if that fails.
  MessageInPlace open(int take) {
    this.take = take;
    boolean open = false;
    try {
      size = taken.size(take);
      MemorySegment copy = taken.copyOf(take);
      region = copy == null ? shared : copy;
      offset = taken.messageAddress(take, size) - (copy == null ? base : copy.address());
      open = true;
      return this;
    } catch (DamagedMailboxException | InternalError damage) {
      throw hold.explained(damage);
    } finally {
      if (!open) {
        settle(false);
      }
    }
  }

  @Override
  public Message message() {
    return this;
  }

  @Override
  public void settle(boolean done) {
    done();
    try {
      if (done) {
        source.release(take);
      } else {
        source.giveBack(take);
      }
      hold.requireOpen();
    } catch (DamagedMailboxException | InternalError damage) {
      throw hold.explained(damage);
    } finally {
      Reference.reachabilityFence(hold);
    }
  }

  /// A page that is gone, or a handle that was closed, shows in what the handler read.
  @Override
  public void giveBack(Throwable failure) {
    DureException lost = null;
    try {
      settle(false);
      if (failure instanceof InternalError && hold.isTruncated()) {
        lost = hold.lostPage();
      }
    } catch (DureException ended) {
      lost = ended;
    }
    if (lost != null
        && (failure instanceof InternalError || lost instanceof MailboxClosedException)) {
      lost.addSuppressed(failure);
      throw lost;
    } else if (lost != null) {
      failure.addSuppressed(lost);
    }
  }

  /// Is no message any more, without giving it back; what it was called.
  int end() {
    done();
    return take;
  }

  /// A copy of it, which is given back as done.
  Message copyAndSettle() {
    boolean copied = false;
    try {
      Message copy = copy();
      copied = true;
      return copy;
    } finally {
      settle(copied);
    }
  }

  @Override
  public Message copy() {
    try {
      return Message.super.copy();
    } catch (DamagedMailboxException | InternalError damage) {
      throw hold.explained(damage);
    }
  }

  @Override
  public void copyTo(MemorySegment into) {
    try {
      MemorySegment.copy(region, place(0, size), into, 0, size);
    } catch (InternalError damage) {
      throw hold.explainedCopy(damage);
    }
  }

  @Override
  public long size() {
    check("the message");
    return size;
  }

  @Override
  public byte[] bytes() {
    byte[] bytes = new byte[(int) size()];
    copyTo(0, bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public MemorySegment segment() {
    return region.asSlice(place(0, size), size).asReadOnly();
  }

  @Override
  public byte getByte(long at) {
    try {
      return region.get(JAVA_BYTE, place(at, Byte.BYTES));
    } catch (InternalError damage) {
      throw hold.explained(damage);
    }
  }

  @Override
  public int getInt(long at) {
    try {
      return region.get(JAVA_INT_UNALIGNED, place(at, Integer.BYTES));
    } catch (InternalError damage) {
      throw hold.explained(damage);
    }
  }

  @Override
  public long getLong(long at) {
    try {
      return region.get(JAVA_LONG_UNALIGNED, place(at, Long.BYTES));
    } catch (InternalError damage) {
      throw hold.explained(damage);
    }
  }

  @Override
  public void copyTo(long from, byte[] into, int at, int length) {
    try {
      MemorySegment.copy(region, JAVA_BYTE, place(from, length), into, at, length);
    } catch (InternalError damage) {
      throw hold.explained(damage);
    }
  }

  @Override
  public long sender() {
    try {
      check("the message");
      return taken.sender(take);
    } catch (InternalError damage) {
      throw hold.explained(damage);
    }
  }

  @Override
  public long position() {
    try {
      check("the message");
      return taken.position(take);
    } catch (InternalError damage) {
      throw hold.explained(damage);
    }
  }

  @Override
  public long number() {
    try {
      check("the message");
      return taken.number(take);
    } catch (InternalError damage) {
      throw hold.explained(damage);
    }
  }

  @Override
  public long missed() {
    try {
      check("the message");
      return taken.missed(take);
    } catch (InternalError damage) {
      throw hold.explained(damage);
    }
  }

  @Override
  public int priority() {
    try {
      check("the message");
      return taken.priority(take);
    } catch (InternalError damage) {
      throw hold.explained(damage);
    }
  }

  @Override
  public int redelivered() {
    try {
      check("the message");
      return taken.redelivered(take);
    } catch (InternalError damage) {
      throw hold.explained(damage);
    }
  }

  private long place(long at, long bytes) {
    check("the message");
    return offset + Objects.checkFromIndexSize(at, bytes, size);
  }
}
