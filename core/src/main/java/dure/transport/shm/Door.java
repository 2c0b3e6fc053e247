// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.MailboxExistsException;
import dure.NotPermittedException;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Names;
import dure.linux.Poll;
import dure.linux.Processes;
import dure.linux.Sockets;
import dure.memory.Failures;
import dure.memory.SharedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the owner of a mailbox lets others in: a Unix socket with an abstract name, over which the
/// kernel hands a descriptor of the mailbox's anonymous memory to whoever its mode allows.
///
/// Name and memory are the kernel's, so both end with the owner, however it ends, and nothing stays
/// behind. The connection stays open for as long as the visitor does; its end is the news that the
/// other has gone.
final class Door implements Runnable {
  private static final int WELCOME = 1;
  private static final int REFUSED = 2;
  private static final long FOREVER_NANOS = 3_600_000_000_000L;
  private static final long ANSWER_NANOS = 5_000_000_000L;
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final int READ = 04;
  private static final int READ_AND_WRITE = 06;

  private final Attachment attachment;
  private final int mode;
  private final int listening;

  /// What is handed out. Not the descriptor that holds the owner's lock: a visitor's copy would
  /// keep that alive.
  private final SharedFile readable;

  private final SharedFile writable;
  private final List<Integer> visitors = new ArrayList<>();
  private @Nullable Thread keeper;

  private Door(Attachment attachment, SharedFile file, int mode, int listening) {
    this.attachment = attachment;
    this.mode = mode;
    this.listening = listening;
    this.readable = file.again(false);
    this.writable = file.again(true);
  }

  /// Opens the door of a mailbox that this process owns.
  ///
  /// @throws MailboxExistsException if another process has one of this name
  static Door open(Address address, SharedFile file, int mode, Attachment attachment) {
    int listening = Sockets.listen(FileNames.door(address.name()));
    if (Errno.EADDRINUSE.is(listening)) {
      throw new MailboxExistsException(address.toString(), "a process owns one of this name");
    }
    Failures.check(address.toString(), "open its door", listening);
    Door door = new Door(attachment, file, mode, listening);
    door.keeper = Thread.ofPlatform().daemon().name("dure-door-" + address.name()).start(door);
    return door;
  }

  @Override
  public void run() {
    try {
      while (!attachment.isClosed() && attachment.isLive()) {
        letInAndOut(Poll.await(descriptors(), FOREVER_NANOS));
      }
    } finally {
      visitors.forEach(Files::close);
      Files.close(listening);
      readable.close();
      writable.close();
    }
  }

  private int[] descriptors() {
    int[] all = new int[visitors.size() + 1];
    all[0] = listening;
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
      int visitor = Sockets.accept(listening);
      if (visitor >= 0) {
        answer(visitor);
      }
    }
  }

  private void answer(int visitor) {
    Sockets.Peer peer = Sockets.peer(visitor);
    if (allows(peer, READ_AND_WRITE)) {
      Sockets.send(visitor, WELCOME, writable.fd());
    } else if (allows(peer, READ)) {
      Sockets.send(visitor, WELCOME, readable.fd());
    } else {
      Sockets.send(visitor, REFUSED, -1);
    }
    visitors.add(visitor);
  }

  /// What the kernel decides when a file is opened, decided here in the same way before its
  /// descriptor is handed out.
  private boolean allows(Sockets.Peer peer, int wanted) {
    Files.Status file = writable.status();
    int granted = peer.uid() == file.uid() ? mode >>> 6 : peer.isIn(file.gid()) ? mode >>> 3 : mode;
    return peer.uid() == 0 || (granted & wanted) == wanted;
  }

  /// Closes the door: its name is free when this returns.
  void close() {
    Sockets.shutDown(listening);
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

  // The visitor's side.

  /// Whether a process owns a mailbox of this name.
  static boolean isOpen(String name) {
    return list().contains(name);
  }

  /// Goes in at the door of a mailbox; null if there is no such door.
  ///
  /// @param writing whether to take part, or only to look
  /// @throws NotPermittedException if the mailbox's mode does not let this user in
  static @Nullable Visit enter(Address address, boolean writing) {
    int connection = Sockets.connect(FileNames.door(address.name()));
    if (Errno.ECONNREFUSED.is(connection)) {
      return null;
    }
    Failures.check(address.toString(), "connect to its owner", connection);
    boolean entered = false;
    try {
      Failures.check(
          address.toString(),
          "get an answer from its owner, which may be stopped",
          Poll.await(new int[] {connection}, ANSWER_NANOS)[0] ? 0 : -Errno.ETIMEDOUT.number());
      Sockets.Parcel parcel = Sockets.receive(connection);
      if (parcel.value() == REFUSED) {
        throw refused(address, Sockets.peer(connection));
      }
      if (parcel.fd() < 0) {
        return null; // the owner ended just now
      }
      try (SharedFile handed = SharedFile.adopt(address.name(), parcel.fd())) {
        Visit visit = new Visit(connection, handed.again(writing));
        entered = true;
        return visit;
      }
    } finally {
      if (!entered) {
        Files.close(connection);
      }
    }
  }

  private static NotPermittedException refused(Address address, Sockets.Peer owner) {
    return new NotPermittedException(
        address.toString(),
        String.format(
            Locale.ROOT,
            "it is user %s's (process %d), and user %s may not use it; its owner can allow it by"
                + " mode and group",
            Names.user(owner.uid()),
            owner.pid(),
            Names.user(Processes.uid())));
  }

  /// Has the owner look whether its mailbox still is.
  static void knock(Address address) {
    int connection = Sockets.connect(FileNames.door(address.name()));
    if (connection >= 0) {
      Files.close(connection);
    }
  }

  /// The names of all mailboxes that a process owns.
  static List<String> list() {
    try (var lines = java.nio.file.Files.lines(Path.of("/proc/net/unix"), StandardCharsets.UTF_8)) {
      return lines
          .map(line -> line.substring(line.lastIndexOf(' ') + 1))
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
