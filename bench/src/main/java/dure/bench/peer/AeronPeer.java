// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/// Aeron IPC with a media driver of its own, whose single thread runs beside the two processes;
/// both poll in a busy loop.
record AeronPeer(String name, String meaning) implements Peer {
  private static final int TERM = 1 << 26;
  private static final int MTU = 65_504; // the most there is
  private static final int FRAGMENTS = 64;
  private static final Map<String, MediaDriver> DRIVERS = new ConcurrentHashMap<>();

  @Override
  public String rival() {
    return name;
  }

  @Override
  public boolean queues() {
    return true;
  }

  /// The two directions of a run share a driver.
  private static String directory(PeerPlace place) {
    String name = place.name();
    String common = name.substring(0, name.lastIndexOf('.'));
    return place.file().resolveSibling(common + ".aeron").toString();
  }

  private static int stream(PeerPlace place) {
    return place.name().endsWith("back") ? 2 : 1;
  }

  @Override
  public void create(PeerPlace place) {
    DRIVERS.computeIfAbsent(
        directory(place),
        directory ->
            MediaDriver.launch(
                new MediaDriver.Context()
                    .aeronDirectoryName(directory)
                    .threadingMode(ThreadingMode.SHARED)
                    .ipcTermBufferLength(TERM)
                    .ipcMtuLength(MTU)
                    .dirDeleteOnStart(true)
                    .dirDeleteOnShutdown(true)));
  }

  private static Aeron client(PeerPlace place) {
    return Aeron.connect(
        new Aeron.Context()
            .aeronDirectoryName(directory(place))
            .errorHandler(Throwable::printStackTrace));
  }

  @Override
  public Sender sender(PeerPlace place) {
    ExclusivePublication publication =
        client(place).addExclusivePublication("aeron:ipc", stream(place));
    PeerDraft draft = new PeerDraft(place.messageBytes());
    UnsafeBuffer message = new UnsafeBuffer(draft.bytes);
    return number -> {
      draft.numbered(number);
      while (publication.offer(message, 0, place.messageBytes()) < 0) {
        Thread.onSpinWait();
      }
    };
  }

  @Override
  public Receiver receiver(PeerPlace place, Tally tally) {
    Subscription subscription = client(place).addSubscription("aeron:ipc", stream(place));
    FragmentAssembler assembler =
        new FragmentAssembler(
            (buffer, offset, length, header) -> note(tally, buffer, offset, length));
    return () -> {
      for (long before = tally.received(); tally.received() == before; ) {
        if (subscription.poll(assembler, FRAGMENTS) == 0) {
          Thread.onSpinWait();
        }
      }
    };
  }

  private static void note(Tally tally, DirectBuffer buffer, int offset, int length) {
    int end = length - Long.BYTES;
    long sum = 0;
    for (int at = Tally.LINE; at < end; at += Tally.LINE) {
      sum += buffer.getLong(offset + at);
    }
    tally.note(buffer.getLong(offset), sum, buffer.getLong(offset + end));
  }

  @Override
  public void remove(PeerPlace place) {
    MediaDriver driver = DRIVERS.remove(directory(place));
    if (driver != null) {
      driver.close();
    }
  }
}
