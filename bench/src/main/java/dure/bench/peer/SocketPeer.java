// SPDX-License-Identifier: Apache-2.0
package dure.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dure.InvalidNameException;
import dure.Mailbox;
import dure.Message;
import dure.NoSuchMailboxException;
import dure.Receipt;
import dure.Sending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Dure at a socket: the receiver is the host, and the sender its guest, which opens the mailbox
/// when it first sends.
///
/// @param unix whether at a Unix socket, by plain sends; else over TCP, by sends that are not
///   waited for one by one
record SocketPeer(String name, boolean unix, String rival, String meaning) implements Peer {
  private static final int SHORTEST = 1024;
  private static final long PAUSE_NANOS = 200_000;

  /// So many messages may be on their way that the sender has not been told of.
  private static final int UNTOLD = 1000;

  @Override
  public boolean queues() {
    return true;
  }

  @Override
  public boolean isDure() {
    return true;
  }

  @Override
  public void create(PeerPlace place) {
    // the receiver does, for the mailbox lives in its process
  }

  @Override
  public Receiver receiver(PeerPlace place, Tally tally) {
    Mailbox mailbox =
        Mailbox.named(unix ? address(place) : "tcp://127.0.0.1:0")
            .messageSize(Math.max(SHORTEST, place.messageBytes()))
            .capacity(DurePeer.capacity(place))
            .create();
    if (!unix) {
      write(place, mailbox.address().toString());
    }
    return () -> note(tally, mailbox.receive());
  }

  private static String address(PeerPlace place) {
    return "unix:" + place.file();
  }

  private static void write(PeerPlace place, String address) {
    try {
      Files.writeString(place.file(), address, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void note(Tally tally, Message message) {
    long end = message.size() - Long.BYTES;
    long sum = 0;
    for (long at = Tally.LINE; at < end; at += Tally.LINE) {
      sum += message.getLong(at);
    }
    tally.note(message.getLong(0), sum, message.getLong(end));
  }

  @Override
  public Sender sender(PeerPlace place) {
    PeerDraft draft = new PeerDraft(place.messageBytes());
    return new Sender() {
      private final Queue<CompletableFuture<Receipt>> untold = new ArrayDeque<>();
      private @Nullable Mailbox mailbox;

      @Override
      public void send(long number) throws InterruptedException {
        if (mailbox == null) {
          mailbox = opened(place);
        }
        if (unix) {
          mailbox.send(draft.numbered(number));
        } else {
          untold.add(mailbox.sendAsync(draft.numbered(number).clone(), Sending.PLAIN));
          while (untold.size() > UNTOLD) {
            await(untold.remove());
          }
        }
      }
    };
  }

  private static void await(CompletableFuture<Receipt> told) throws InterruptedException {
    try {
      Receipt _ = told.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  private Mailbox opened(PeerPlace place) {
    while (true) {
      try {
        return Mailbox.open(unix ? address(place) : Files.readString(place.file(), UTF_8));
      } catch (NoSuchMailboxException | InvalidNameException | NoSuchFileException notYet) {
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void remove(PeerPlace place) {
    place.removeFile();
  }
}
