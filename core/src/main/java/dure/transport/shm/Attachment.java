// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.DamagedMailboxException;
import dure.DureException;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.NoSuchMailboxException;
import dure.Order;
import dure.OwnerGoneException;
import dure.Receivers;
import dure.Transport;
import dure.WhenFull;
import dure.layout.HeaderLayout;
import dure.linux.Processes;
import dure.memory.Mapping;
import dure.memory.SharedFile;
import dure.parking.FutexParking;
import dure.parking.Parking;
import dure.queue.Board;
import dure.queue.Broadcast;
import dure.queue.End;
import dure.queue.Engine;
import dure.queue.Ground;
import dure.queue.Line;
import dure.queue.PairRing;
import dure.queue.QueueMemory;
import dure.queue.SlotQueue;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import dure.sync.Gate;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One handle's hold on a region: the file, its mapping, a place among the participants, and the
/// engine.
final class Attachment {
  /// The longest that the kernel may take between two steps of one process's end, on a busy
  /// machine.
  private static final long OWNER_ENDS_NANOS = 5_000_000_000L;

  private static final long OWNER_PAUSE_NANOS = 200_000L;

  private final Address address;
  private final SharedFile file;
  private final Header header;
  private final Mapping mapping;
  private final Participants participants;
  private final Engine engine;
  private final int rank;
  private @Nullable Line line;
  private @Nullable End receivingEnd;
  private @Nullable FileGround ground;
  private @Nullable Runnable atClose;

  /// When somebody of this process last looked after the dead. Any thread's value will do.
  private long lastRound = System.nanoTime();

  /// Set when a page was found to be gone: what was begun then has not been ended.
  private volatile boolean damaged;

  /// Written once, by the first [#close].
  private volatile boolean closed;

  private Attachment(
      Address address,
      SharedFile file,
      Header header,
      Mapping mapping,
      String participant,
      int rank) {
    this.rank = rank;
    this.address = address;
    this.file = file;
    this.header = header;
    this.mapping = mapping;
    this.participants = new Participants(address, file, mapping.address(), header);
    this.engine = participants.join(participant, this::engineOfOurs);
  }

  /// Takes part in a mailbox whose file is open.
  ///
  /// @param file an open file description for this attachment alone; closed with it, and also if
  ///   this fails
  /// @param opening how this process wants to take part
  /// @throws NoSuchMailboxException if the mailbox has just been deleted
  static Attachment join(
      Address address, SharedFile file, Header header, Transport.Opening opening) {
    boolean joined = false;
    Mapping mapping = map(file, header, true);
    try {
      if (Words.intAcquire(mapping.address() + HeaderLayout.STATE) != HeaderLayout.LIVE) {
        throw new NoSuchMailboxException(address.toString(), "it has just been deleted");
      }
      String name = opening.participant().isEmpty() ? Processes.command() : opening.participant();
      Attachment attachment = new Attachment(address, file, header, mapping, name, opening.rank());
      if (opening.listening()) {
        attachment.engine.listen();
      }
      joined = true;
      return attachment;
    } finally {
      if (!joined) {
        mapping.close();
        file.close();
      }
    }
  }

  /// Maps a region, its ring twice.
  static Mapping map(SharedFile file, Header header, boolean writable) {
    long length = header.regionBytes();
    long mirrorFrom = header.isRing() ? header.engineOffset() : length;
    return Mapping.mirrored(file, length, mirrorFrom, writable);
  }

  private Engine engineOfOurs(int index, long id) {
    QueueMemory memory = memory(mapping, index, id);
    switch (header.receivers()) {
      case PAIR, ALL -> {}
      case ONE -> receivingEnd = new End(memory, HeaderLayout.RECEIVING_END, participants);
      case ANY, RANKED ->
          line = new Line(memory, header.participants(), rank, header.patienceNanos());
    }
    ground = ground();
    return engine(mapping, memory, ground);
  }

  private Engine engine(Mapping over, QueueMemory memory, @Nullable Ground growsOn) {
    Parking parking = new FutexParking(over);
    if (header.isRing()) {
      return new PairRing(memory, parking, participants);
    }
    if (header.receivers() == Receivers.ALL) {
      boolean lossy = header.whenFull() == WhenFull.DROP_OLDEST;
      return new Broadcast(memory, header.participants(), lossy, parking, participants);
    }
    return header.order() == Order.ARRIVAL
        ? new SlotQueue(memory, growsOn, header.patienceNanos(), parking, participants)
        : new Board(memory, header.order() == Order.PRIORITY, parking);
  }

  private @Nullable FileGround ground() {
    if (!header.isUnbounded()) {
      return null;
    }
    long room = Long.MAX_VALUE - header.allocatedBytes();
    long most = header.allocatedBytes() + Math.min(header.limit(), room);
    return new FileGround(file, most, this::gone);
  }

  private QueueMemory memory(Mapping over, int index, long id) {
    long base = over.address();
    return new QueueMemory(
        address.toString(),
        base,
        base + header.engineOffset(),
        header.cells(),
        header.messageSize(),
        header.isRendezvous(),
        header.participants(),
        index,
        id);
  }

  /// The line of those who wait to receive, if there is one.
  @Nullable Line line() {
    return line;
  }

  /// The receiving end, if one at a time has it.
  @Nullable End receivingEnd() {
    return receivingEnd;
  }

  Header header() {
    return header;
  }

  Mapping mapping() {
    return mapping;
  }

  Engine engine() {
    return engine;
  }

  Participants participants() {
    return participants;
  }

  SharedFile file() {
    return file;
  }

  boolean isClosed() {
    return closed;
  }

  /// Notes that a page is gone, and says so.
  DureException lostPage() {
    damaged = !closed;
    return gone();
  }

  /// Whether the file has become shorter than the mailbox is.
  boolean isTruncated() {
    return !closed && file.status().size() < header.regionBytes();
  }

  /// Whether the mailbox has not ended.
  boolean isLive() {
    return Words.intAcquire(base() + HeaderLayout.STATE) == HeaderLayout.LIVE;
  }

  /// The connection to the owner has ended: if it is dead, says so to all. Its lock may go a moment
  /// after its connections.
  void ownerMayBeGone() {
    long began = System.nanoTime();
    while (!closed && isLive() && System.nanoTime() - began < OWNER_ENDS_NANOS) {
      participants.reapAll();
      if (isLive()) {
        LockSupport.parkNanos(OWNER_PAUSE_NANOS);
      }
    }
  }

  /// Makes this participant the owner: the mailbox ends with it.
  void own() {
    Words.intVolatile(base() + HeaderLayout.OWNER_INDEX, participants.me());
  }

  /// Has something done once, at the end of [#close].
  void atClose(Runnable action) {
    atClose = action;
  }

  /// Throws if the mailbox can no longer be used through this attachment.
  void check() {
    // SYNC: mailbox-state (acquire side)
    if (closed || damaged || Words.intAcquire(base() + HeaderLayout.STATE) != HeaderLayout.LIVE) {
      throw gone();
    }
  }

  /// What a thread does that has slept: look whether the mailbox still is, and, every now and then,
  /// after the dead.
  void keepHouse() {
    check();
    long now = System.nanoTime();
    if (now - lastRound >= Gate.SLICE_NANOS / 2) {
      lastRound = now;
      participants.reapSome();
      check();
    }
  }

  /// Why the mailbox can no longer be used.
  DureException gone() {
    if (closed) {
      return new MailboxClosedException(
          address.toString(), "this process has closed it; open it again");
    }
    if (damaged) {
      return new DamagedMailboxException(
          address.toString(), "its file has been truncated under it; delete it and create it anew");
    }
    int state = Words.intAcquire(base() + HeaderLayout.STATE);
    if (state == HeaderLayout.OWNER_GONE) {
      int owner = Words.intPlain(base() + HeaderLayout.OWNER_INDEX);
      String name =
          owner > Participants.NOBODY && owner <= header.participants()
              ? participants.describe(owner)
              : "unknown";
      return new OwnerGoneException(
          address.toString(), "its owner " + name + " has ended, and the mailbox with it");
    }
    if (state != HeaderLayout.DELETED) {
      return new DamagedMailboxException(
          address.toString(), "its state is overwritten; delete it and create it anew");
    }
    return new MailboxDeletedException(
        address.toString(), "it has been deleted; create it anew to go on");
  }

  /// Marks a mailbox as ended and wakes whoever waits at it; whether it was live until now.
  ///
  /// @param state [HeaderLayout#DELETED] or [HeaderLayout#OWNER_GONE]
  static boolean end(Mapping mapping, int state) {
    long base = mapping.address();
    boolean ended =
        Words.intAcquire(base + HeaderLayout.STATE) == HeaderLayout.LIVE
            // SYNC: mailbox-state (release side)
            && Words.intCas(base + HeaderLayout.STATE, HeaderLayout.LIVE, state);
    Step.reached(Steps.DELETE_MARKED);
    Parking parking = new FutexParking(mapping);
    for (long gate :
        new long[] {HeaderLayout.MESSAGES_GATE, HeaderLayout.ROOM_GATE, HeaderLayout.FATES_GATE}) {
      new Gate(base + gate, parking, Gate.Fence.WAKER_HAS_ONE).wakeAll();
    }
    Step.reached(Steps.DELETE_WOKEN);
    return ended;
  }

  /// Leaves. Whoever of this process is still inside a call finds empty pages and the flag.
  ///
  /// The shared pages, and the file to grow and shrink, are taken from under all our threads first;
  /// only then, through a mapping that no other thread knows, is repaired what they left
  /// unfinished. So nothing they do can come after the repair.
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      wakeOurs();
      mapping.close();
      if (ground != null) {
        ground.shut();
      }
      leave();
    } finally {
      file.close();
      if (atClose != null) {
        atClose.run();
      }
    }
  }

  private void wakeOurs() {
    try {
      engine.messages().wakeAll();
      engine.room().wakeAll();
      engine.fates().wakeAll();
    } catch (InternalError regionIsGone) {
      // Then nobody sleeps long: the kernel knows no word to sleep at.
    }
  }

  private void leave() {
    try (Mapping fresh = map(file, header, true)) {
      int me = participants.me();
      Participants table = new Participants(address, file, fresh.address(), header);
      table.leave(me, engine(fresh, memory(fresh, me, table.id(me)), ground()));
    } catch (InternalError | DamagedMailboxException regionIsGone) {
      // Then there is nothing to repair, and the lock goes with the file.
    }
  }

  private long base() {
    return mapping.address();
  }
}
