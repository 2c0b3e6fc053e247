// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.MailboxExistsException;
import dure.file.Failures;
import dure.file.SharedFile;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Poll;
import dure.linux.Sockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Where the owner of a mailbox lets others in: a Unix socket with an abstract name, over which the
/// kernel hands a descriptor of the mailbox's anonymous memory to whoever its mode allows.
///
/// Name and memory are the kernel's, so both end with the owner, however it ends, and nothing stays
/// behind. The connection of a [Visit] stays open for as long as the visitor does; its end is the
/// news that the other has gone.
final class Door implements Runnable {
  /// The answer that comes with the memory.
  static final int WELCOME = 1;

  /// The answer to whom the mode does not allow to use it.
  static final int REFUSED = 2;

  /// The answer to one more than there is room for.
  static final int FULL = 3;

  /// Visitors beyond those who can take part: they look, or delete, and go. Whoever may come in
  /// could otherwise use up the descriptors of the owner.
  static final int ONLOOKERS = 64;

  private static final long FOREVER_NANOS = 3_600_000_000_000L;

  /// How long to let be what the kernel refuses now, as when all descriptors are in use.
  private static final long PAUSE_NANOS = 20_000_000L;

  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final int READ = 04;
  private static final int READ_AND_WRITE = 06;

  /// The `__SO_ACCEPTCON` flag in `/proc/net/unix`: a socket that listens. The connections made at
  /// it show under the same name, and may outlast it.
  private static final String LISTENS = "00010000";

  private static final int FLAGS_COLUMN = 3;
  private static final int NAME_COLUMN = 7;

  private final Attachment attachment;
  private final int mode;
  private final Socket listening;

  /// What is handed out. Not the descriptor that holds the owner's lock: a visitor's copy would
  /// keep that alive.
  private final SharedFile readable;

  private final SharedFile writable;
  private final List<Integer> visitors = new ArrayList<>();
  private @Nullable Thread keeper;

  private Door(
      Attachment attachment, int mode, Socket listening, SharedFile readable, SharedFile writable) {
    this.attachment = attachment;
    this.mode = mode;
    this.listening = listening;
    this.readable = readable;
    this.writable = writable;
  }

  /// Opens the door of a mailbox that this process owns.
  ///
  /// @throws MailboxExistsException if another process has one of this name
  static Door open(Address address, SharedFile file, int mode, Attachment attachment) {
    int fd = Sockets.listen(FileNames.door(address.name()));
    if (Errno.EADDRINUSE.is(fd)) {
      throw new MailboxExistsException(address.toString(), "a process owns one of this name");
    }
    Failures.check(address.toString(), "open its door", fd);
    Socket listening = new Socket(fd);
    SharedFile readable = null;
    SharedFile writable = null;
    boolean open = false;
    try {
      readable = file.again(false);
      writable = file.again(true);
      Door door = new Door(attachment, mode, listening, readable, writable);
      door.keeper = Thread.ofPlatform().daemon().name("dure-door-" + address.name()).start(door);
      open = true;
      return door;
    } finally {
      if (!open) {
        closeAll(listening, readable, writable);
      }
    }
  }

  private static void closeAll(
      Socket listening, @Nullable SharedFile readable, @Nullable SharedFile writable) {
    listening.close();
    if (readable != null) {
      readable.close();
    }
    if (writable != null) {
      writable.close();
    }
  }

  @Override
  public void run() {
    try {
      while (isWanted()) {
        try {
          letInAndOut(Poll.await(descriptors(), FOREVER_NANOS));
        } catch (KernelException forLackOfMemory) {
          pause();
        }
      }
    } finally {
      // The name first: for who deletes the mailbox, the end of his connection says it is free.
      closeAll(listening, readable, writable);
      visitors.forEach(Files::close);
    }
  }

  private boolean isWanted() {
    return !attachment.isClosed() && attachment.isLive();
  }

  private static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  private int[] descriptors() {
    int[] all = new int[visitors.size() + 1];
    all[0] = listening.fd();
    for (int i = 0; i < visitors.size(); i++) {
      all[i + 1] = visitors.get(i);
    }
    return all;
  }

  private void letInAndOut(boolean[] ready) {
    for (int i = visitors.size(); i >= 1; i--) {
      if (ready[i]) {
        int index = i - 1;
        Files.close(visitors.remove(index)); // a visitor says nothing, so this is his end
      }
    }
    if (ready[0]) {
      int visitor = Sockets.accept(listening.fd());
      if (visitor >= 0) {
        answer(visitor);
      } else if (isWanted()) {
        pause(); // he stays ready to be let in, so looking again at once would be spinning
      }
    }
  }

  /// Answers a visitor, and keeps the connection only of one that was let in.
  private void answer(int visitor) {
    boolean in = false;
    try {
      SharedFile handedOut = handedOutTo(Sockets.peer(visitor));
      if (handedOut == null) {
        Sockets.send(visitor, REFUSED, -1);
      } else if (visitors.size() >= attachment.header().participants() + ONLOOKERS) {
        Sockets.send(visitor, FULL, -1);
      } else {
        in = Sockets.send(visitor, WELCOME, handedOut.fd()) >= 0 && visitors.add(visitor);
      }
    } catch (KernelException hisAlone) {
      // He sees the end of his connection; the others are still to be let in.
    } finally {
      if (!in) {
        Files.close(visitor);
      }
    }
  }

  /// What the kernel decides when a file is opened, decided here in the same way before its
  /// descriptor is handed out.
  private @Nullable SharedFile handedOutTo(Sockets.Peer peer) {
    if (allows(peer, READ_AND_WRITE)) {
      return writable;
    }
    return allows(peer, READ) ? readable : null;
  }

  private boolean allows(Sockets.Peer peer, int wanted) {
    Files.Status file = writable.status();
    int granted = peer.uid() == file.uid() ? mode >>> 6 : peer.isIn(file.gid()) ? mode >>> 3 : mode;
    return peer.uid() == 0 || (granted & wanted) == wanted;
  }

  /// Closes the door: its name is free when this returns.
  void close() {
    listening.shutDown();
    Thread mine = keeper;
    if (mine != null) {
      boolean interrupted = Thread.interrupted();
      try {
        mine.join(CLOSING);
      } catch (InterruptedException again) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Whether a process owns a mailbox of this name.
  static boolean isOpen(String name) {
    return list().contains(name);
  }

  /// The names of all mailboxes that a process owns. What others have bound may be of any bytes.
  static List<String> list() {
    try {
      byte[] sockets = java.nio.file.Files.readAllBytes(Path.of("/proc/net/unix"));
      return new String(sockets, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" +", NAME_COLUMN + 1))
          .filter(columns -> columns.length > NAME_COLUMN && columns[FLAGS_COLUMN].equals(LISTENS))
          .map(columns -> columns[NAME_COLUMN])
          .filter(path -> path.startsWith("@"))
          .map(path -> FileNames.mailbox(path.substring(1)))
          .filter(Objects::nonNull)
          .distinct()
          .toList();
    } catch (IOException noProc) {
      return List.of();
    }
  }
}
