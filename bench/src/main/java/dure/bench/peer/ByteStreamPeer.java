// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The blocking byte streams of the JDK: one write for each message, and reads of as much as has
/// come.
///
/// Each side opens its end when it first uses it, so that neither waits for the other before it has
/// opened all it needs.
record ByteStreamPeer(String name, Kind kind, String meaning) implements Peer {
  /// Which stream.
  enum Kind {
    UNIX,
    TCP,
    FIFO
  }

  /// Opens an end that may have to wait for the other side.
  @FunctionalInterface
  private interface Opening<C> {
    C open() throws IOException;
  }

  private static final int READ_BYTES = 1 << 16;
  private static final long PAUSE_NANOS = 200_000;

  @Override
  public String rival() {
    return name;
  }

  @Override
  public boolean queues() {
    return true;
  }

  @Override
  public void create(PeerPlace place) {
    if (kind == Kind.FIFO) {
      try {
        if (new ProcessBuilder("mkfifo", place.file().toString()).start().waitFor() != 0) {
          throw new IllegalStateException("mkfifo made no " + place.file());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public Sender sender(PeerPlace place) {
    PeerDraft draft = new PeerDraft(place.messageBytes());
    Opening<WritableByteChannel> opening =
        kind == Kind.FIFO
            ? () -> FileChannel.open(place.file(), StandardOpenOption.WRITE)
            : () -> connected(place);
    return new Sender() {
      private final ByteBuffer message = ByteBuffer.allocateDirect(place.messageBytes());
      private @Nullable WritableByteChannel channel;

      @Override
      public void send(long number) {
        try {
          if (channel == null) {
            channel = opening.open();
          }
          WritableByteChannel to = channel;
          message.clear().put(draft.numbered(number)).flip();
          while (message.hasRemaining()) {
            to.write(message);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private SocketChannel connected(PeerPlace place) throws IOException {
    while (true) {
      try {
        if (kind == Kind.UNIX) {
          return SocketChannel.open(UnixDomainSocketAddress.of(place.file()));
        }
        int port = Integer.parseInt(Files.readString(place.file()));
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      } catch (IOException | NumberFormatException notYetThere) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  @Override
  public Receiver receiver(PeerPlace place, Tally tally) {
    Opening<ReadableByteChannel> opening =
        kind == Kind.FIFO
            ? () -> FileChannel.open(place.file(), StandardOpenOption.READ)
            : bound(place)::accept;
    return new Receiver() {
      private final ByteBuffer bytes =
          ByteBuffer.allocateDirect(Math.max(READ_BYTES, place.messageBytes()))
              .order(ByteOrder.LITTLE_ENDIAN);
      private @Nullable ReadableByteChannel channel;

      @Override
      public void receive() {
        try {
          if (channel == null) {
            channel = opening.open();
          }
          ReadableByteChannel from = channel;
          do {
            from.read(bytes);
          } while (bytes.position() < place.messageBytes());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        noteAll(tally, bytes.flip(), place.messageBytes());
        bytes.compact();
      }
    };
  }

  private ServerSocketChannel bound(PeerPlace place) {
    try {
      if (kind == Kind.UNIX) {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(place.file()));
      }
      ServerSocketChannel server =
          ServerSocketChannel.open()
              .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      Files.writeString(place.file(), Integer.toString(port), UTF_8);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void noteAll(Tally tally, ByteBuffer bytes, int size) {
    while (bytes.remaining() >= size) {
      int from = bytes.position();
      tally.note(bytes, from, size);
      bytes.position(from + size);
    }
  }

  @Override
  public void remove(PeerPlace place) {
    place.removeFile();
  }
}
