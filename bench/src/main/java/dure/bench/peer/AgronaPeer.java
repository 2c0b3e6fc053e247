// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/// The ring buffers of Agrona, over a file in `/dev/shm` that both processes map, polled in a busy
/// loop as its users do.
record AgronaPeer(
    String name,
    Function<AtomicBuffer, RingBuffer> kind,
    boolean paced,
    String rival,
    String meaning)
    implements Peer {
  private static final int TYPE = 1;
  private static final int AS_MANY_AS_COME = Integer.MAX_VALUE;

  @Override
  public boolean queues() {
    return true;
  }

  @Override
  public void create(PeerPlace place) {
    place.createFile(place.roomBytes() + RingBufferDescriptor.TRAILER_LENGTH);
  }

  private RingBuffer open(PeerPlace place) {
    return kind.apply(new UnsafeBuffer(place.mapFile().asByteBuffer()));
  }

  @Override
  public Sender sender(PeerPlace place) {
    RingBuffer ring = open(place);
    PeerDraft draft = new PeerDraft(place.messageBytes());
    UnsafeBuffer message = new UnsafeBuffer(draft.bytes);
    return number -> {
      draft.numbered(number);
      while (!ring.write(TYPE, message, 0, place.messageBytes())) {
        Thread.onSpinWait();
      }
    };
  }

  @Override
  public Receiver receiver(PeerPlace place, Tally tally) {
    RingBuffer ring = open(place);
    MessageHandler handler = (type, buffer, index, length) -> note(tally, buffer, index, length);
    return paced
        ? pacedReceiver(ring, handler)
        : () -> {
          while (ring.read(handler, AS_MANY_AS_COME) == 0) {
            Thread.onSpinWait();
          }
        };
  }

  private static Receiver pacedReceiver(RingBuffer ring, MessageHandler handler) {
    return new Receiver() {
      private int latest;

      @Override
      public void receive() {
        int read = ring.read(handler, AS_MANY_AS_COME);
        if (read == 0 && latest > 1) {
          long until = System.nanoTime() + 2000;
          do Thread.onSpinWait();
          while (System.nanoTime() < until);
        }
        while (read == 0) {
          Thread.onSpinWait();
          read = ring.read(handler, AS_MANY_AS_COME);
        }
        latest = read;
      }
    };
  }

  private static void note(Tally tally, DirectBuffer buffer, int index, int length) {
    int end = length - Long.BYTES;
    long sum = 0;
    for (int at = Tally.LINE; at < end; at += Tally.LINE) {
      sum += buffer.getLong(index + at);
    }
    tally.note(buffer.getLong(index), sum, buffer.getLong(index + end));
  }

  @Override
  public void remove(PeerPlace place) {
    place.removeFile();
  }
}
