// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.ConnectionLostException;
import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Memory;
import dure.linux.Names;
import dure.linux.Poll;
import dure.linux.Processes;
import dure.linux.Sockets;
import dure.parking.Readiness;
import java.util.Locale;

/// Anonymous memory: made here, or offered by another process.
///
/// @param name what errors call it: of an offer, its name
/// @param isOffered which of the two
record Anonymous(String name, boolean isOffered) implements Source {
  /// What the kernel shows beside mappings of it.
  static final String LABEL = "dure-region";

  /// The answer that comes with the memory.
  static final int WELCOME = 1;

  /// The answer to whom the mode does not allow to use it.
  static final int REFUSED = 2;

  private static final int SEALS = Memory.F_SEAL_SHRINK | Memory.F_SEAL_GROW | Memory.F_SEAL_SEAL;

  /// How long a process that is not stopped may take to answer.
  private static final long ANSWER_NANOS = 5_000_000_000L;

  private static final long SLICE_NANOS = 100_000_000L;

  /// What a listing calls it.
  static String name(long inode) {
    return "anonymous:" + inode;
  }

  @Override
  public Backing create(Wish wish) {
    if (isOffered) {
      throw new IllegalStateException(
          "what is offered is another's to create; here it can only be attached");
    }
    int fd = (int) wish.check("create anonymous memory", Memory.create(LABEL));
    try {
      NamedFile.fill(wish, fd, wish.tenant("", true));
      wish.check("seal it", Memory.seal(fd, SEALS));
      return open(fd).forUse(wish);
    } finally {
      Files.close(fd);
    }
  }

  private static OpenFile open(int fd) {
    return new OpenFile(RegionKind.ANONYMOUS, name(Files.status(fd).inode()), "", fd);
  }

  @Override
  public Backing find(Wish wish) {
    if (!isOffered) {
      throw new IllegalStateException(
          "anonymous memory cannot be found; create it, or attach what another process offers");
    }
    int connection = Sockets.connect(FileNames.offer(name));
    if (Errno.ECONNREFUSED.is(connection)) {
      throw new NoSuchObjectException(
          Subject.REGION, name, "no process offers one of this name (ECONNREFUSED)");
    }
    wish.check("connect to the process that offers it", connection);
    try {
      return take(wish, connection);
    } finally {
      Files.close(connection);
    }
  }

  private Backing take(Wish wish, int connection) {
    awaitAnswer(connection);
    Sockets.Parcel parcel = Sockets.receive(connection);
    if (parcel.fd() >= 0) {
      try {
        return adopt(wish, parcel.fd());
      } finally {
        Files.close(parcel.fd());
      }
    }
    if (parcel.value() == REFUSED) {
      Sockets.Peer other = Sockets.peer(connection);
      throw new NotPermittedException(
          Subject.REGION,
          name,
          String.format(
              Locale.ROOT,
              "it is user %s's (process %d), and its mode does not let user %s in",
              Names.user(other.uid()),
              other.pid(),
              Names.user(Processes.uid())));
    }
    throw new NoSuchObjectException(
        Subject.REGION, name, "the process that offered it has just ended, or its offer");
  }

  /// An interrupt shows afterwards.
  private void awaitAnswer(int connection) {
    boolean interrupted = false;
    try {
      long began = System.nanoTime();
      while (!Poll.await(new int[] {connection}, 0)[0]) {
        requireAnswer(connection, System.nanoTime() - began);
        interrupted |= Thread.interrupted();
        Readiness.awaitInput(connection, SLICE_NANOS);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void requireAnswer(int connection, long waited) {
    if (waited > ANSWER_NANOS) {
      throw new ConnectionLostException(
          Subject.REGION,
          name,
          "the process that offers it ("
              + Sockets.peer(connection).pid()
              + ") does not answer;"
              + " it may be stopped");
    }
  }

  /// Takes nothing whose size its giver could change under us.
  private Backing adopt(Wish wish, int fd) {
    int seals = Memory.seals(fd);
    if (seals < 0 || (seals & SEALS) != SEALS || !Files.status(fd).isRegular()) {
      throw new InvalidNameException(
          Subject.REGION,
          name,
          "what is offered under this name is not memory sealed against shrinking and growing; ask"
              + " for nothing else from that process");
    }
    return open(fd).forUse(wish);
  }

  @Override
  public void remove(Wish wish) {
    throw new IllegalStateException(
        "anonymous memory has no name to be removed; it ends with the last who has it");
  }
}
