// SPDX-License-Identifier: Apache-2.0
package dure.memory;

import dure.ConnectionLostException;
import dure.DamagedObjectException;
import dure.DureException.Subject;
import dure.InvalidNameException;
import dure.NoSuchObjectException;
import dure.NotPermittedException;
import dure.handover.DescriptorServer;
import dure.handover.Socket;
import dure.layout.FileNames;
import dure.linux.Errno;
import dure.linux.Files;
import dure.linux.Memory;
import dure.linux.Names;
import dure.linux.Processes;
import dure.linux.Sockets;
import java.util.Locale;

/// Anonymous memory: made here, or offered by another process.
///
/// @param name what errors call it: of an offer, its name
/// @param isOffered which of the two
record Anonymous(String name, boolean isOffered) implements RegionSource {
  /// What the kernel shows beside mappings of it.
  static final String LABEL = "dure-region";

  private static final int SEALS = Memory.F_SEAL_SHRINK | Memory.F_SEAL_GROW | Memory.F_SEAL_SEAL;

  /// How long a process that is not stopped may take to answer.
  private static final long ANSWER_NANOS = 5_000_000_000L;

  /// What a listing calls it.
  static String name(long inode) {
    return "anonymous:" + inode;
  }

  @Override
  public Backing create(RegionSpec wish) {
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
  public Backing find(RegionSpec wish) {
    if (!isOffered) {
      throw new IllegalStateException(
          "anonymous memory cannot be found; create it, or attach what another process offers");
    }
    int connected = Sockets.connect(FileNames.current().offer(name));
    if (Errno.ECONNREFUSED.is(connected)) {
      throw new NoSuchObjectException(
          Subject.REGION, name, "no process offers one of this name (ECONNREFUSED)");
    }
    wish.check("connect to the process that offers it", connected);
    try (Socket connection = new Socket(connected)) {
      return take(wish, connection);
    }
  }

  private Backing take(RegionSpec wish, Socket connection) {
    boolean answered = connection.awaitInput(ANSWER_NANOS);
    Sockets.Peer other = Sockets.peer(connection.fd());
    if (!answered) {
      throw new ConnectionLostException(
          Subject.REGION,
          name,
          "the process that offers it (" + other.pid() + ") does not answer; it may be stopped");
    }
    Sockets.Parcel parcel = Sockets.receive(connection.fd());
    if (parcel.fd() >= 0) {
      try {
        return adopt(wish, parcel.fd());
      } finally {
        Files.close(parcel.fd());
      }
    }
    if (parcel.hadTooMany()) {
      throw new DamagedObjectException(
          Subject.REGION,
          name,
          "the process that offers it (" + other.pid() + ") hands over more than one descriptor");
    }
    if (parcel.isCut()) {
      wish.check("be handed it", -Errno.EMFILE.number());
    }
    if (parcel.value() == DescriptorServer.REFUSED) {
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

  /// Takes nothing whose size its giver could change under us.
  private Backing adopt(RegionSpec wish, int fd) {
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
  public void remove(RegionSpec wish) {
    throw new IllegalStateException(
        "anonymous memory has no name to be removed; it ends with the last process that has it");
  }
}
