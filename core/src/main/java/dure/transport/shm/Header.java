// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.layout.HeaderLayout.ATTEMPTS;
import static dure.layout.HeaderLayout.CAPACITY;
import static dure.layout.HeaderLayout.CHECKSUM;
import static dure.layout.HeaderLayout.CREATED;
import static dure.layout.HeaderLayout.CREATOR_UID;
import static dure.layout.HeaderLayout.DEAD_LETTERS;
import static dure.layout.HeaderLayout.ENGINE_OFFSET;
import static dure.layout.HeaderLayout.FIXED_BYTES;
import static dure.layout.HeaderLayout.LIMIT;
import static dure.layout.HeaderLayout.MAGIC;
import static dure.layout.HeaderLayout.MAGIC_VALUE;
import static dure.layout.HeaderLayout.MAX_IN_FLIGHT;
import static dure.layout.HeaderLayout.MESSAGE_SIZE;
import static dure.layout.HeaderLayout.ORDER;
import static dure.layout.HeaderLayout.OWNER;
import static dure.layout.HeaderLayout.PAGE;
import static dure.layout.HeaderLayout.PARTICIPANTS;
import static dure.layout.HeaderLayout.PATIENCE;
import static dure.layout.HeaderLayout.RECEIVERS;
import static dure.layout.HeaderLayout.SIZE;
import static dure.layout.HeaderLayout.VERSION;
import static dure.layout.HeaderLayout.VERSION_VALUE;
import static dure.layout.HeaderLayout.WHEN_FULL;

import dure.Capacity;
import dure.DamagedMailboxException;
import dure.MailboxSettings;
import dure.Order;
import dure.Owner;
import dure.Receivers;
import dure.WhenFull;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.gate.Gate;
import dure.layout.CellLayout;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.layout.ParticipantLayout;
import dure.layout.SegmentLayout;
import dure.linux.Files;
import dure.linux.PageSize;
import dure.linux.Processes;
import dure.queue.SlotQueue;
import dure.raw.Words;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/// The part of a region's header that never changes: what its creator chose, and where things lie
/// because of it.
///
/// @param capacity messages it holds; 0 for rendezvous, −1 for unbounded
/// @param messageSize longest message
/// @param receivers who receives
/// @param order in which order
/// @param whenFull what happens to the next message when it is full
/// @param owner how long it lives
/// @param patienceNanos before a stalled claim is passed
/// @param participants entries in the table, entry 0 not counted
/// @param attempts deliveries before a message is dead; 0 for any number
/// @param deadLetters address of the mailbox for those
/// @param maxInFlight deliveries one handle may have in hand; 0 for any number
/// @param limit of the memory for messages, if it is unbounded
/// @param creatorUid who created it
/// @param created when, in milliseconds since 1970
/// @param page bytes of the pages for which it is laid out
record Header(
    int capacity,
    long messageSize,
    Receivers receivers,
    Order order,
    WhenFull whenFull,
    Owner owner,
    long patienceNanos,
    int participants,
    int attempts,
    String deadLetters,
    int maxInFlight,
    long limit,
    int creatorUid,
    long created,
    int page) {

  /// A pair is of two; the process that owns one is not of them unless it takes an end.
  private static final int PAIR_PARTICIPANTS = 2;

  /// How many messages can be offered at the same time in a rendezvous; further senders wait.
  private static final int OFFERS = 64;

  private static final int UNBOUNDED = -1;

  Header {
    long ring =
        receivers == Receivers.PAIR && capacity > 0
            ? PairLayout.ringBytes(capacity, messageSize, page)
            : 0;
    if (ring > PairLayout.LARGEST_RING) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a pair holds up to %d bytes, and %d messages of %d bytes are more; choose fewer or"
                  + " smaller ones, or receivers 'any'",
              PairLayout.LARGEST_RING,
              capacity,
              messageSize));
    }
  }

  /// The header of a mailbox that is about to be created with these choices.
  static Header of(MailboxSettings settings) {
    boolean pair = settings.receivers() == Receivers.PAIR;
    boolean owned = settings.owner() == Owner.PROCESS;
    return new Header(
        switch (settings.capacity()) {
          case Capacity.Zero() -> 0;
          case Capacity.Bounded(int messages) -> messages;
          case Capacity.Unbounded _ -> UNBOUNDED;
          case Capacity.Bytes _ ->
              throw new IllegalArgumentException(
                  "a mailbox in shared memory counts messages, not bytes: say how many it holds");
        },
        settings.messageSize(),
        settings.receivers(),
        settings.order(),
        settings.whenFull(),
        settings.owner(),
        settings.patience().toNanos(),
        pair ? PAIR_PARTICIPANTS + (owned ? 1 : 0) : settings.participants(),
        settings.attempts(),
        settings.deadLetters(),
        settings.maxInFlight(),
        settings.capacity() instanceof Capacity.Unbounded(long limit) ? limit : 0,
        Processes.uid(),
        System.currentTimeMillis(),
        PageSize.current());
  }

  /// The choices as their creator made them; mode and group are the file's.
  MailboxSettings settings(int mode, String group) {
    return new MailboxSettings(
        switch (capacity) {
          case 0 -> Capacity.zero();
          case UNBOUNDED -> Capacity.unbounded(limit);
          default -> Capacity.bounded(capacity);
        },
        messageSize,
        receivers,
        order,
        whenFull,
        owner,
        mode,
        group,
        Duration.ofNanos(patienceNanos),
        participants,
        attempts,
        deadLetters,
        maxInFlight);
  }

  boolean isPair() {
    return receivers == Receivers.PAIR;
  }

  /// Whether nothing is ever stored.
  boolean isRendezvous() {
    return capacity == 0;
  }

  /// Whether it grows.
  boolean isUnbounded() {
    return capacity == UNBOUNDED;
  }

  /// Whether the messages lie in the ring of a pair. A pair with wishes that the ring does not know
  /// has cells.
  boolean isRing() {
    return isPair()
        && capacity > 0
        && order == Order.ARRIVAL
        && whenFull != WhenFull.DROP_OLDEST
        && attempts == 0;
  }

  /// How many cells there are. Messages that are offered lie somewhere too.
  int cells() {
    return switch (capacity) {
      case 0 -> OFFERS;
      case UNBOUNDED -> SegmentLayout.cells(messageSize, page);
      default -> capacity;
    };
  }

  /// Where the cells or the ring begin, on a page of their own.
  long engineOffset() {
    long tableEnd = ParticipantLayout.OFFSET + (participants + 1) * ParticipantLayout.BYTES;
    return SegmentLayout.wholePages(tableEnd, page);
  }

  /// The whole region.
  long regionBytes() {
    long engine = isRing() ? ringBytes() : cells() * (CellLayout.BYTES + bayStride());
    return engineOffset() + directoryBytes() + engine;
  }

  /// The ring of a pair.
  long ringBytes() {
    return PairLayout.ringBytes(capacity, messageSize, page);
  }

  /// The distance between the bays of two neighbouring cells.
  long bayStride() {
    return isUnbounded()
        ? SegmentLayout.bayStride(messageSize, page)
        : CellLayout.bayStride(messageSize);
  }

  SharedFile.Extent extent() {
    return new SharedFile.Extent(regionBytes(), allocatedBytes());
  }

  /// The part of the region that has memory from the start.
  long allocatedBytes() {
    return isUnbounded() ? engineOffset() + directoryBytes() : regionBytes();
  }

  private long directoryBytes() {
    return isUnbounded() ? SegmentLayout.directoryBytes(cells(), page) : 0;
  }

  /// Where the cells begin.
  long cellsOffset() {
    return engineOffset() + directoryBytes();
  }

  /// Makes a new file, whose bytes are all zero, into an empty mailbox.
  void writeTo(SharedFile file) {
    try (Mapping region = Mapping.of(file, regionBytes(), true)) {
      if (!isRing() && !isUnbounded()) {
        SlotQueue.prepare(region.address() + engineOffset(), cells());
      }
      Gate.prepare(region.address() + HeaderLayout.MESSAGES_GATE);
      Gate.prepare(region.address() + HeaderLayout.ROOM_GATE);
      Gate.prepare(region.address() + HeaderLayout.FATES_GATE);
      write(region.address());
    } catch (InternalError lost) {
      throw refused(file.name(), "another process has cut its file while it was made");
    }
  }

  private void write(long address) {
    byte[] fixed = fixed();
    Words.copyIn(fixed, 0, fixed.length, address);
    Words.longPlain(address + CHECKSUM, checksum(fixed));
    Words.longPlain(address + HeaderLayout.NEXT_ID, 1);
    Words.intRelease(address + HeaderLayout.STATE, HeaderLayout.LIVE);
  }

  private byte[] fixed() {
    ByteBuffer b = ByteBuffer.allocate(FIXED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    b.putLong((int) MAGIC, MAGIC_VALUE);
    b.putInt((int) VERSION, VERSION_VALUE);
    b.putInt((int) RECEIVERS, receiversCode());
    b.putLong((int) SIZE, regionBytes());
    b.putInt((int) CAPACITY, capacity);
    b.putInt((int) OWNER, ownerCode());
    b.putLong((int) MESSAGE_SIZE, messageSize);
    b.putLong((int) PATIENCE, patienceNanos);
    b.putInt((int) PARTICIPANTS, participants);
    b.putInt((int) CREATOR_UID, creatorUid);
    b.putLong((int) ENGINE_OFFSET, engineOffset());
    b.putLong((int) CREATED, created);
    b.putInt((int) ORDER, code(Order.values(), order));
    b.putInt((int) WHEN_FULL, code(WhenFull.values(), whenFull));
    b.putLong((int) LIMIT, limit);
    b.putInt((int) PAGE, page);
    b.putInt((int) ATTEMPTS, attempts);
    b.putInt((int) MAX_IN_FLIGHT, maxInFlight);
    b.put((int) DEAD_LETTERS, deadLetters.getBytes(StandardCharsets.UTF_8));
    return b.array();
  }

  /// Whether an open file begins as a mailbox of this version does, however damaged the rest is,
  /// and is long enough to be told that it has ended.
  static boolean hasMark(SharedFile file) {
    byte[] page = new byte[(int) HeaderLayout.BYTES];
    ByteBuffer b = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    return Files.read(file.fd(), page, 0) == page.length
        && b.getLong((int) MAGIC) == MAGIC_VALUE
        && b.getInt((int) VERSION) == VERSION_VALUE;
  }

  /// Reads and checks the header of an open file, without mapping it: a file that is too short,
  /// foreign or damaged is refused before a single byte of it is trusted.
  ///
  /// @throws DamagedMailboxException saying which check it failed
  static Header read(SharedFile file) {
    String mailbox = file.name();
    byte[] fixed = new byte[FIXED_BYTES + Long.BYTES];
    int got = Files.read(file.fd(), fixed, 0);
    if (got < fixed.length) {
      throw refused(mailbox, "it is only " + Math.max(0, got) + " bytes long, so no mailbox");
    }
    ByteBuffer b = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
    if (b.getLong((int) MAGIC) != MAGIC_VALUE) {
      throw refused(mailbox, "it does not begin with the mark of a mailbox (wrong magic)");
    }
    if (b.getInt((int) VERSION) != VERSION_VALUE) {
      throw refused(
          mailbox,
          "it has layout version "
              + b.getInt((int) VERSION)
              + ", and this Dure reads version "
              + VERSION_VALUE);
    }
    if (b.getLong((int) CHECKSUM) != checksum(fixed)) {
      throw refused(mailbox, "its header has been overwritten (wrong checksum)");
    }
    long size = file.status().size();
    if (b.getLong((int) SIZE) != size) {
      throw refused(
          mailbox, "it should be " + b.getLong((int) SIZE) + " bytes long and is " + size);
    }
    return parse(mailbox, fixed);
  }

  private static Header parse(String mailbox, byte[] fixed) {
    ByteBuffer b = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
    try {
      Header header =
          new Header(
              b.getInt((int) CAPACITY),
              b.getLong((int) MESSAGE_SIZE),
              receivers(b.getInt((int) RECEIVERS)),
              coded(Order.values(), b.getInt((int) ORDER), "order"),
              coded(WhenFull.values(), b.getInt((int) WHEN_FULL), "when full"),
              owner(b.getInt((int) OWNER)),
              b.getLong((int) PATIENCE),
              b.getInt((int) PARTICIPANTS),
              b.getInt((int) ATTEMPTS),
              text(fixed, (int) DEAD_LETTERS, HeaderLayout.DEAD_LETTERS_BYTES),
              b.getInt((int) MAX_IN_FLIGHT),
              b.getLong((int) LIMIT),
              b.getInt((int) CREATOR_UID),
              b.getLong((int) CREATED),
              page(b.getInt((int) PAGE)));
      // The choices obey the same limits as when they were made, or this throws.
      MailboxSettings _ = header.settings(0, "");
      if (header.regionBytes() != b.getLong((int) SIZE)
          || header.engineOffset() != b.getLong((int) ENGINE_OFFSET)) {
        throw refused(mailbox, "its size does not follow from its settings");
      }
      header.requireWholePages(mailbox);
      return header;
    } catch (IllegalArgumentException nonsense) {
      throw refused(mailbox, "its settings make no sense: " + nonsense.getMessage());
    }
  }

  private static int page(int bytes) {
    if (!PageSize.isOne(bytes)) {
      throw new IllegalArgumentException("page " + bytes);
    }
    return bytes;
  }

  /// Refuses a region whose parts begin in the middle of a page of this machine: a file that comes
  /// from a machine of smaller pages.
  private void requireWholePages(String mailbox) {
    int current = PageSize.current();
    if (page < current) {
      throw refused(
          mailbox,
          "it is laid out for pages of "
              + page
              + " bytes, and this machine has larger ones, of "
              + current);
    }
  }

  /// The choice whose code is its place among all, counted from one.
  private static <E> E coded(E[] all, int code, String what) {
    if (code < 1 || code > all.length) {
      throw new IllegalArgumentException(what + " " + code);
    }
    return all[code - 1];
  }

  private static <E> int code(E[] all, E choice) {
    return List.of(all).indexOf(choice) + 1;
  }

  private static String text(byte[] bytes, int offset, int length) {
    return new String(bytes, offset, length, StandardCharsets.UTF_8).replace("\0", "");
  }

  private int receiversCode() {
    return switch (receivers) {
      case PAIR -> HeaderLayout.PAIR;
      case ANY -> HeaderLayout.ANY;
      case ONE -> HeaderLayout.ONE;
      case RANKED -> HeaderLayout.RANKED;
      case ALL -> HeaderLayout.ALL;
    };
  }

  private static Receivers receivers(int code) {
    return switch (code) {
      case HeaderLayout.PAIR -> Receivers.PAIR;
      case HeaderLayout.ANY -> Receivers.ANY;
      case HeaderLayout.ONE -> Receivers.ONE;
      case HeaderLayout.RANKED -> Receivers.RANKED;
      case HeaderLayout.ALL -> Receivers.ALL;
      default -> throw new IllegalArgumentException("receivers " + code);
    };
  }

  private int ownerCode() {
    return switch (owner) {
      case SYSTEM -> HeaderLayout.SYSTEM;
      case PROCESS -> HeaderLayout.PROCESS;
    };
  }

  private static Owner owner(int code) {
    return switch (code) {
      case HeaderLayout.SYSTEM -> Owner.SYSTEM;
      case HeaderLayout.PROCESS -> Owner.PROCESS;
      default -> throw new IllegalArgumentException("owner " + code);
    };
  }

  private static long checksum(byte[] fixed) {
    CRC32C crc = new CRC32C();
    crc.update(fixed, 0, FIXED_BYTES);
    return crc.getValue();
  }

  static DamagedMailboxException refused(String mailbox, String why) {
    return new DamagedMailboxException(
        mailbox, why + "; if nothing of yours uses it, remove it and create it anew");
  }
}
