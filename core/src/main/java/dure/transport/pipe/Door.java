// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.Address;
import dure.InvalidNameException;
import dure.MailboxExistsException;
import dure.file.Failures;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Pipes;
import dure.linux.Poll;
import dure.linux.Sockets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Where the owner of a pipe lets others in: a Unix socket with an abstract name, over which it
/// hands out a handle on the pipe. With that the kernel lets in, by the mode of the pipe, whoever
/// opens it.
///
/// Name and pipe are the kernel's, so both end with the owner, however it ends. The connection of a
/// visitor stays open for as long as he does; its end says that the owner has gone.
final class Door implements Runnable {
  /// The answer that comes with the handle, and before the owner's name.
  static final int WELCOME = 1;

  /// The answer to whom the mode does not allow to look at it.
  static final int REFUSED = 2;

  /// The answer to one more than there is room for.
  static final int FULL = 3;

  /// A visitor's wish that the mailbox be deleted; the answer to all that it has been.
  static final int DELETE = 4;

  /// The longest name of an owner, in bytes.
  static final int LONGEST_CARD = 256;

  private static final int ONLOOKERS = 64;
  private static final long FOREVER_NANOS = 3_600_000_000_000L;
  private static final long PAUSE_NANOS = 20_000_000L;
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final int READ = 04;
  private static final int READ_AND_WRITE = 06;

  /// A socket that listens, in `/proc/net/unix`.
  private static final String LISTENS = "00010000";

  private static final int FLAGS_COLUMN = 3;
  private static final int NAME_COLUMN = 7;

  private final int listening;
  private final int handle;
  private final byte[] card;
  private final int most;
  private final List<Integer> visitors = new ArrayList<>();
  private @Nullable Thread keeper;
  private volatile boolean closed;
  private volatile boolean deleted;

  // Guarded by this.
  private boolean finished;

  private Door(int listening, int handle, String owner, int participants) {
    this.listening = listening;
    this.handle = handle;
    this.most = participants + ONLOOKERS;
    byte[] name = (owner + " ").getBytes(StandardCharsets.UTF_8); // no empty packet
    this.card = Arrays.copyOf(name, Math.min(name.length, LONGEST_CARD));
  }

  /// Opens the door of a pipe that this process has made.
  ///
  /// @param handle on the pipe; the door's to close
  /// @param owner what this process calls itself
  /// @param participants how many may have it open
  /// @throws MailboxExistsException if another has one of this name
  static Door open(Address address, int handle, String owner, int participants) {
    boolean open = false;
    try {
      int listening = Sockets.listen(socket(address));
      if (Errno.EADDRINUSE.is(listening)) {
        throw new MailboxExistsException(address.toString(), "a process owns one of this name");
      }
      Failures.check(address.toString(), "open its door", listening);
      Door door = new Door(listening, handle, owner, participants);
      try {
        door.keeper = Thread.ofPlatform().daemon().name("dure-pipe-" + address.name()).start(door);
        open = true;
      } finally {
        if (!open) {
          Files.close(listening);
        }
      }
      return door;
    } finally {
      if (!open) {
        Files.close(handle);
      }
    }
  }

  /// The socket of a mailbox.
  ///
  /// @throws InvalidNameException if it can have none of this name
  static String socket(Address address) {
    String objection = FileNames.objection(address.name());
    String socket = FileNames.PIPE_PREFIX + address.name();
    int bytes = socket.getBytes(StandardCharsets.UTF_8).length;
    if (objection == null && bytes > Sockets.LONGEST_NAME) {
      int most = Sockets.LONGEST_NAME - FileNames.PIPE_PREFIX.length();
      objection = "the name of a pipe has at most " + most + " bytes";
    }
    if (objection != null) {
      throw new InvalidNameException(address.toString(), objection);
    }
    return socket;
  }

  @Override
  public void run() {
    try {
      while (!closed && !deleted) {
        try {
          attend(Poll.await(descriptors(), FOREVER_NANOS));
        } catch (KernelException forLackOfMemory) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } finally {
      finish();
    }
  }

  /// The name first: for who deletes the mailbox, the answer says that it is free.
  private void finish() {
    synchronized (this) {
      finished = true;
      Files.close(listening);
    }
    for (int visitor : visitors) {
      if (deleted) {
        Sockets.send(visitor, DELETE, -1);
      }
      Files.close(visitor);
    }
    Files.close(handle);
  }

  private int[] descriptors() {
    int[] all = new int[visitors.size() + 1];
    all[0] = listening;
    for (int i = 0; i < visitors.size(); i++) {
      all[i + 1] = visitors.get(i);
    }
    return all;
  }

  private void attend(boolean[] ready) {
    for (int i = visitors.size(); i >= 1; i--) {
      if (ready[i]) {
        listen(i - 1);
      }
    }
    if (ready[0]) {
      int visitor = Sockets.accept(listening);
      if (visitor >= 0) {
        answer(visitor);
      } else if (!closed) {
        LockSupport.parkNanos(PAUSE_NANOS); // he stays ready to be let in
      }
    }
  }

  /// A visitor leaves, or wishes the mailbox deleted.
  private void listen(int index) {
    int visitor = visitors.get(index);
    Sockets.Parcel parcel = Sockets.receive(visitor);
    if (parcel.fd() >= 0) {
      Files.close(parcel.fd()); // nobody was asked for one
    }
    if (parcel.value() == DELETE && allows(Sockets.peer(visitor), READ_AND_WRITE)) {
      deleted = true;
    } else {
      visitors.remove(index);
      Files.close(visitor);
    }
  }

  private void answer(int visitor) {
    boolean in = false;
    try {
      if (!allows(Sockets.peer(visitor), READ)) {
        Sockets.send(visitor, REFUSED, -1);
      } else if (visitors.size() >= most) {
        Sockets.send(visitor, FULL, -1);
      } else {
        in = welcome(visitor) && visitors.add(visitor);
      }
    } catch (KernelException hisAlone) {
      // He sees the end of his connection; the others are still to be let in.
    } finally {
      if (!in) {
        Files.close(visitor);
      }
    }
  }

  private boolean welcome(int visitor) {
    try (Arena arena = Arena.ofConfined()) {
      return Sockets.send(visitor, WELCOME, handle) >= 0
          && Pipes.write(visitor, arena.allocateFrom(JAVA_BYTE, card), card.length) >= 0;
    }
  }

  /// As the kernel decides when the pipe is opened.
  private boolean allows(Sockets.Peer peer, int wanted) {
    Files.Status pipe = Files.status(handle);
    int mode = pipe.permissions();
    int granted = peer.uid() == pipe.uid() ? mode >>> 6 : peer.isIn(pipe.gid()) ? mode >>> 3 : mode;
    return peer.uid() == 0 || (granted & wanted) == wanted;
  }

  /// Whether a visitor has had the mailbox deleted.
  boolean isDeleted() {
    return deleted;
  }

  /// Closes the door: its name is free when this returns.
  void close() {
    closed = true;
    synchronized (this) {
      if (!finished) {
        Sockets.shutDown(listening);
      }
    }
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

  /// The names of all pipes that a process owns.
  static List<String> list() {
    try {
      byte[] sockets = java.nio.file.Files.readAllBytes(Path.of("/proc/net/unix"));
      String prefix = "@" + FileNames.PIPE_PREFIX;
      return new String(sockets, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" +", NAME_COLUMN + 1))
          .filter(columns -> columns.length > NAME_COLUMN && columns[FLAGS_COLUMN].equals(LISTENS))
          .map(columns -> columns[NAME_COLUMN])
          .filter(name -> name.startsWith(prefix))
          .map(name -> name.substring(prefix.length()))
          .filter(name -> FileNames.objection(name) == null)
          .distinct()
          .sorted()
          .toList();
    } catch (IOException noProc) {
      return List.of();
    }
  }
}
