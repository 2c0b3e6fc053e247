// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static dure.layout.HeaderLayout.CAPACITY;
import static dure.layout.HeaderLayout.CHECKSUM;
import static dure.layout.HeaderLayout.CREATED;
import static dure.layout.HeaderLayout.CREATOR_UID;
import static dure.layout.HeaderLayout.ENGINE_OFFSET;
import static dure.layout.HeaderLayout.FIXED_BYTES;
import static dure.layout.HeaderLayout.MAGIC;
import static dure.layout.HeaderLayout.MAGIC_VALUE;
import static dure.layout.HeaderLayout.MESSAGE_SIZE;
import static dure.layout.HeaderLayout.OWNER;
import static dure.layout.HeaderLayout.PARTICIPANTS;
import static dure.layout.HeaderLayout.PATIENCE;
import static dure.layout.HeaderLayout.RECEIVERS;
import static dure.layout.HeaderLayout.SIZE;
import static dure.layout.HeaderLayout.VERSION;
import static dure.layout.HeaderLayout.VERSION_VALUE;

import dure.Capacity;
import dure.DamagedMailboxException;
import dure.MailboxSettings;
import dure.Owner;
import dure.Receivers;
import dure.layout.CellLayout;
import dure.layout.HeaderLayout;
import dure.layout.PairLayout;
import dure.layout.ParticipantLayout;
import dure.linux.Files;
import dure.linux.Processes;
import dure.memory.Mapping;
import dure.memory.SharedFile;
import dure.queue.SlotQueue;
import dure.raw.Words;
import dure.sync.Gate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Locale;
import java.util.zip.CRC32C;

/// The part of a region's header that never changes: what its creator chose, and where things lie
/// because of it.
///
/// @param capacity messages it holds
/// @param messageSize longest message
/// @param receivers who receives
/// @param owner how long it lives
/// @param patienceNanos before a stalled claim is passed
/// @param participants entries in the table, entry 0 not counted
/// @param creatorUid who created it
/// @param created when, in milliseconds since 1970
record Header(
    int capacity,
    long messageSize,
    Receivers receivers,
    Owner owner,
    long patienceNanos,
    int participants,
    int creatorUid,
    long created) {

  /// A pair is of two; the process that owns one is not of them unless it takes an end.
  private static final int PAIR_PARTICIPANTS = 2;

  Header {
    long ring = receivers == Receivers.PAIR ? PairLayout.ringBytes(capacity, messageSize) : 0;
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
    Capacity.Bounded capacity = (Capacity.Bounded) settings.capacity();
    boolean pair = settings.receivers() == Receivers.PAIR;
    boolean owned = settings.owner() == Owner.PROCESS;
    return new Header(
        capacity.messages(),
        settings.messageSize(),
        settings.receivers(),
        settings.owner(),
        settings.patience().toNanos(),
        pair ? PAIR_PARTICIPANTS + (owned ? 1 : 0) : settings.participants(),
        Processes.uid(),
        System.currentTimeMillis());
  }

  /// The choices as their creator made them; mode and group are the file's.
  MailboxSettings settings(int mode, String group) {
    return new MailboxSettings(
        Capacity.bounded(capacity),
        messageSize,
        receivers,
        owner,
        mode,
        group,
        Duration.ofNanos(patienceNanos),
        participants);
  }

  boolean isPair() {
    return receivers == Receivers.PAIR;
  }

  /// Where the cells or the ring begin, on a page of their own.
  long engineOffset() {
    long tableEnd = ParticipantLayout.OFFSET + (participants + 1) * ParticipantLayout.BYTES;
    return tableEnd + HeaderLayout.BYTES - 1 & -HeaderLayout.BYTES;
  }

  /// The whole region.
  long regionBytes() {
    long engine =
        isPair()
            ? PairLayout.ringBytes(capacity, messageSize)
            : capacity * (CellLayout.BYTES + CellLayout.bayStride(messageSize));
    return engineOffset() + engine;
  }

  /// Makes a new file, whose bytes are all zero, into an empty mailbox.
  void writeTo(SharedFile file) {
    try (Mapping region = Mapping.of(file, regionBytes(), true)) {
      if (!isPair()) {
        SlotQueue.prepare(region.address() + engineOffset(), capacity);
      }
      Gate.prepare(region.address() + HeaderLayout.MESSAGES_GATE);
      Gate.prepare(region.address() + HeaderLayout.ROOM_GATE);
      write(region.address());
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
    return parse(mailbox, b);
  }

  private static Header parse(String mailbox, ByteBuffer b) {
    try {
      Header header =
          new Header(
              b.getInt((int) CAPACITY),
              b.getLong((int) MESSAGE_SIZE),
              receivers(b.getInt((int) RECEIVERS)),
              owner(b.getInt((int) OWNER)),
              b.getLong((int) PATIENCE),
              b.getInt((int) PARTICIPANTS),
              b.getInt((int) CREATOR_UID),
              b.getLong((int) CREATED));
      // The choices obey the same limits as when they were made, or this throws.
      MailboxSettings _ = header.settings(0, "");
      if (header.regionBytes() != b.getLong((int) SIZE)
          || header.engineOffset() != b.getLong((int) ENGINE_OFFSET)) {
        throw refused(mailbox, "its size does not follow from its settings");
      }
      return header;
    } catch (IllegalArgumentException nonsense) {
      throw refused(mailbox, "its settings make no sense: " + nonsense.getMessage());
    }
  }

  private int receiversCode() {
    return switch (receivers) {
      case PAIR -> HeaderLayout.PAIR;
      case ANY -> HeaderLayout.ANY;
    };
  }

  private static Receivers receivers(int code) {
    return switch (code) {
      case HeaderLayout.PAIR -> Receivers.PAIR;
      case HeaderLayout.ANY -> Receivers.ANY;
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
