// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.DureException;
import dure.NoSuchMailboxException;
import dure.Transport;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.gate.Gate;
import dure.gate.LedGate;
import dure.layout.HeaderLayout;
import dure.linux.Processes;
import dure.parking.FutexParking;
import dure.parking.Parking;
import dure.queue.Engine;
import dure.queue.ExclusiveEnd;
import dure.queue.QueueMemory;
import dure.queue.TicketLine;
import dure.raw.Step;
import dure.raw.Steps;
import dure.raw.Words;
import java.lang.ref.Reference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The hold on a region of a handle that takes part: it has a place among the participants, and the
/// engine.
final class Attachment extends Hold {
  /// The longest that the kernel may take between two steps of one process's end, on a busy
  /// machine.
  private static final long OWNER_ENDS_NANOS = 5_000_000_000L;

  private static final long OWNER_PAUSE_NANOS = 200_000L;

  private final Engine engine;
  private final LedGate messages;
  private final int rank;
  private @Nullable TicketLine line;
  private @Nullable ExclusiveEnd receivingEnd;
  private @Nullable SegmentFile ground;
  private final Departure.Pending departure;

  /// When a thread of this process last looked after the dead. Any thread's value will do.
  private long lastRound = System.nanoTime();

  private Attachment(
      Address address,
      SharedFile file,
      Header header,
      Mapping mapping,
      String participant,
      int rank) {
    super(address, file, header, mapping);
    this.rank = rank;
    this.engine = participants.join(participant, this::engineOfOurs);
    this.messages =
        new LedGate(engine.messages(), () -> engine.receivingEnd().hasMessage(), this::attend);
    this.departure = Departure.of(this);
  }

  /// Has something done once, at the end of the attachment. It must not refer to the attachment.
  void atEnd(Runnable action) {
    departure.departure().atEnd(action);
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
    } catch (InternalError lost) {
      throw lostPage(file, header);
    } finally {
      if (!joined) {
        mapping.close();
        file.close();
      }
    }
  }

  /// What a lost page means to one that has just opened the file.
  static DureException lostPage(SharedFile file, Header header) {
    return file.status().size() < header.regionBytes()
        ? Header.refused(file.name(), "it has just been truncated")
        : file.noRoom(header.allocatedBytes());
  }

  /// Maps a region, its ring twice.
  static Mapping map(SharedFile file, Header header, boolean writable) {
    long length = header.regionBytes();
    long mirrorFrom = header.isRing() ? header.engineOffset() : length;
    return Mapping.mirrored(file, length, mirrorFrom, writable);
  }

  private Engine engineOfOurs(int index, long id) {
    EngineParts parts = new EngineParts(address, file, header, participants);
    QueueMemory memory = parts.memory(mapping, index, id);
    switch (header.receivers()) {
      case PAIR, ALL -> {}
      case ONE -> receivingEnd = new ExclusiveEnd(memory, HeaderLayout.RECEIVING_END, participants);
      case ANY, RANKED ->
          line = new TicketLine(memory, header.participants(), rank, header.patienceNanos());
    }
    ground = parts.ground(this::gone);
    return parts.engine(mapping, index, id, ground);
  }

  /// The line of waiting receivers, if there is one.
  @Nullable TicketLine line() {
    return line;
  }

  /// The receiving end, if one at a time has it.
  @Nullable ExclusiveEnd receivingEnd() {
    return receivingEnd;
  }

  Engine engine() {
    return engine;
  }

  /// Where the threads of this process wait for whatever message comes next.
  LedGate messages() {
    return messages;
  }

  /// The connection to the owner has ended: if it is dead, says so to all. Its lock may go a moment
  /// after its connections.
  void ownerMayBeGone() {
    long began = System.nanoTime();
    while (!isClosed() && isLive() && System.nanoTime() - began < OWNER_ENDS_NANOS) {
      participants.reapAll();
      if (isLive()) {
        LockSupport.parkNanos(OWNER_PAUSE_NANOS);
      }
    }
  }

  /// Makes this participant the owner: the mailbox ends with it.
  void own() {
    try {
      Words.intVolatile(base() + HeaderLayout.OWNER_INDEX, participants.me());
    } catch (InternalError lost) {
      throw lostPage();
    }
  }

  @Override
  void keepHouse() {
    check();
    long now = System.nanoTime();
    if (now - lastRound >= Gate.SLICE_NANOS / 2) {
      lastRound = now;
      participants.reapSome();
      if (hasLostItsName()) {
        end(mapping, HeaderLayout.DELETED);
      }
      check();
    }
  }

  /// Looks around for threads that sleep here: after the dead and the end of the mailbox, and then
  /// for what they would wake for, of which a process may not have told that was killed or stopped.
  void attend(Runnable look) {
    try {
      if (!isClosed()) { // closing wakes
        keepHouse();
        look.run();
      }
    } catch (DureException | InternalError whatTheSleepersWillFind) {
      wakeOurs();
    } finally {
      Reference.reachabilityFence(mapping);
    }
  }

  /// Marks a mailbox as ended and wakes its waiters; true if it was live until now.
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

  /// The shared pages, and the file to grow and shrink, are taken from under all our threads first;
  /// only then, through a mapping that no other thread knows, is repaired what they left
  /// unfinished. So nothing they do can come after the repair.
  @Override
  void detach() {
    wakeOurs();
    super.detach();
    if (ground != null) {
      ground.shut();
    }
    departure.leave();
  }

  private void wakeOurs() {
    try {
      engine.messages().wakeAll();
      engine.room().wakeAll();
      engine.fates().wakeAll();
    } catch (InternalError regionIsGone) {
      // Then no thread sleeps long: the kernel knows no word to sleep at.
    }
  }
}
