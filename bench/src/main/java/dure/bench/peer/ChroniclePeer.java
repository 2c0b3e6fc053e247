// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;

/// Chronicle Queue in files of `/dev/shm`, polled in a busy loop. It keeps every message, so it
/// writes to ever new pages.
record ChroniclePeer(String name, String meaning) implements Peer {
  @Override
  public String rival() {
    return name;
  }

  @Override
  public boolean queues() {
    return true;
  }

  @Override
  public List<String> jvmOptions() {
    return Stream.concat(
            Stream.of(
                "-Dchronicle.analytics.disable=true",
                "-Ddisable.announcement=true",
                "--sun-misc-unsafe-memory-access=allow"),
            Stream.of(
                    "java.lang",
                    "java.lang.ref",
                    "java.lang.reflect",
                    "java.io",
                    "java.nio",
                    "java.util",
                    "jdk.internal.misc",
                    "jdk.internal.ref",
                    "sun.nio.ch",
                    "sun.nio.fs")
                .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED"))
        .toList();
  }

  @Override
  public void create(PeerPlace place) {}

  private static ChronicleQueue open(PeerPlace place) {
    return ChronicleQueue.singleBuilder(place.file().toFile()).build();
  }

  @Override
  public Sender sender(PeerPlace place) {
    ExcerptAppender appender = open(place).createAppender();
    PeerDraft draft = new PeerDraft(place.messageBytes());
    Bytes<ByteBuffer> message = Bytes.elasticByteBuffer(place.messageBytes());
    return number -> appender.writeBytes(message.clear().write(draft.numbered(number)));
  }

  @Override
  public Receiver receiver(PeerPlace place, Tally tally) {
    ExcerptTailer tailer = open(place).createTailer();
    Bytes<ByteBuffer> message = Bytes.elasticByteBuffer(place.messageBytes());
    return () -> {
      while (!tailer.readBytes(message.clear())) {
        Thread.onSpinWait();
      }
      ByteBuffer bytes = Objects.requireNonNull(message.underlyingObject());
      tally.note(bytes.order(ByteOrder.LITTLE_ENDIAN), 0, (int) message.readRemaining());
    };
  }

  @Override
  public void remove(PeerPlace place) {
    if (Files.exists(place.file())) {
      try (Stream<Path> files = Files.walk(place.file())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
