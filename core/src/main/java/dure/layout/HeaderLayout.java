// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import java.util.List;

/// The beginning of a mailbox's region: what its creator chose, then the words that change, each
/// group on cache lines of its own so that writers of one group do not disturb readers of another.
public final class HeaderLayout {
  /// The bytes `DUREMBOX`, read as a little-endian number.
  public static final long MAGIC_VALUE = 0x584F424D_45525544L;

  /// Raised by every change of this layout.
  public static final int VERSION_VALUE = 4;

  /// The whole header: one page of the smallest kind.
  public static final long BYTES = 4096;

  /// The part that never changes after creation and that [#CHECKSUM] covers.
  public static final int FIXED_BYTES = 376;

  public static final long MAGIC = 0;
  public static final long VERSION = 8;
  public static final long RECEIVERS = 12;
  public static final long SIZE = 16;
  public static final long CAPACITY = 24;
  public static final long OWNER = 28;
  public static final long MESSAGE_SIZE = 32;
  public static final long PATIENCE = 40;
  public static final long PARTICIPANTS = 48;
  public static final long CREATOR_UID = 52;
  public static final long ENGINE_OFFSET = 56;
  public static final long CREATED = 64;
  public static final long ORDER = 72;
  public static final long WHEN_FULL = 76;
  public static final long ATTEMPTS = 80;
  public static final long MAX_IN_FLIGHT = 84;
  public static final long LIMIT = 88;
  public static final long PAGE = 96;
  public static final long DEAD_LETTERS = 128;
  public static final int DEAD_LETTERS_BYTES = 192;
  public static final long CHECKSUM = 376;

  public static final long STATE = 384;
  public static final long OWNER_INDEX = 388;
  public static final long NEXT_ID = 392;
  public static final long NAME_HOLDER = 400;
  public static final long TOKEN_DOMAIN = 408;

  public static final long STRAY = 512;
  public static final long REPAIRED = 520;
  public static final long REDELIVERED = 528;
  public static final long PASSED = 536;
  public static final long ABANDONED = 544;
  public static final long SKIPPED = 552;
  public static final long DROPPED = 560;
  public static final long DEAD = 568;
  public static final long LINE = 576;
  public static final long NEXT_TICKET = 584;

  public static final long MESSAGES_GATE = 640;
  public static final long ROOM_GATE = 768;
  public static final long FATES_GATE = 896;

  public static final long TAIL_HINT = 1024;
  public static final long HEAD_HINT = 1152;
  public static final long STAMP = 1280;

  public static final long PAIR_HEAD = 1408;
  public static final long PAIR_READING = 1416;
  public static final long PAIR_RECEIVED = 1424;
  public static final long SENDING_END = 1536;
  public static final long RECEIVING_END = 1540;

  /// [#RECEIVERS]: a link of two.
  public static final int PAIR = 1;

  /// [#RECEIVERS]: any receiver.
  public static final int ANY = 2;

  /// [#RECEIVERS]: one at a time.
  public static final int ONE = 3;

  /// [#RECEIVERS]: the waiting receiver of the highest rank.
  public static final int RANKED = 4;

  /// [#RECEIVERS]: every receiver.
  public static final int ALL = 5;

  /// [#ORDER]: as they came.
  public static final int ARRIVAL = 1;

  /// [#ORDER]: the higher priority first.
  public static final int PRIORITY = 2;

  /// [#ORDER]: as they came, or by number.
  public static final int NUMBER = 3;

  /// [#WHEN_FULL]: the sender waits.
  public static final int WAIT = 1;

  /// [#WHEN_FULL]: the sender is refused.
  public static final int REFUSE = 2;

  /// [#WHEN_FULL]: the oldest message makes room.
  public static final int DROP_OLDEST = 3;

  /// [#WHEN_FULL]: the new message is gone.
  public static final int DROP_NEWEST = 4;

  /// [#OWNER]: the system.
  public static final int SYSTEM = 1;

  /// [#OWNER]: the process that created it.
  public static final int PROCESS = 2;

  /// [#STATE]: in use.
  public static final int LIVE = 1;

  /// [#STATE]: deleted; every process that still has it open is to leave.
  public static final int DELETED = 2;

  /// [#STATE]: the owner has ended; every process that still has it open is to leave.
  public static final int OWNER_GONE = 3;

  public static final List<Field> FIELDS =
      List.of(
          new Field("magic", MAGIC, 8, "the bytes `DUREMBOX`"),
          new Field("version", VERSION, 4, "of this layout"),
          new Field("receivers", RECEIVERS, 4, "receivers: 1 pair, 2 any, 3 one, 4 ranked, 5 all"),
          new Field("size", SIZE, 8, "of the region, in bytes"),
          new Field(
              "capacity", CAPACITY, 4, "messages it holds; 0 for rendezvous, -1 for unbounded"),
          new Field("owner", OWNER, 4, "how long it lives: 1 system, 2 process"),
          new Field("message size", MESSAGE_SIZE, 8, "longest message, in bytes"),
          new Field("patience", PATIENCE, 8, "nanoseconds before a stalled claim is passed"),
          new Field("participants", PARTICIPANTS, 4, "entries in the participants table"),
          new Field("creator uid", CREATOR_UID, 4, "user that created it"),
          new Field("engine offset", ENGINE_OFFSET, 8, "where the cells or the ring begin"),
          new Field("created", CREATED, 8, "milliseconds since 1970"),
          new Field("order", ORDER, 4, "1 arrival, 2 priority, 3 number"),
          new Field("when full", WHEN_FULL, 4, "1 wait, 2 refuse, 3 drop oldest, 4 drop newest"),
          new Field(
              "attempts", ATTEMPTS, 4, "deliveries before a message is dead; 0 for any number"),
          new Field("maxInFlight", MAX_IN_FLIGHT, 4, "deliveries in hand; 0 for any number"),
          new Field("limit", LIMIT, 8, "unbounded: the most memory for messages, in bytes"),
          new Field("page", PAGE, 4, "bytes of the pages for which the region is laid out"),
          new Field(
              "dead letters", DEAD_LETTERS, DEAD_LETTERS_BYTES, "address, UTF-8, zeros behind"),
          new Field("checksum", CHECKSUM, 8, "CRC-32C of all bytes before it"),
          new Field("state", STATE, 4, "1 live, 2 deleted, 3 owner gone; only ever raised"),
          new Field("owner index", OWNER_INDEX, 4, "the owning participant, 0 for the system"),
          new Field("next id", NEXT_ID, 8, "the id the next participant gets"),
          new Field(
              "name holder", NAME_HOLDER, 8, "the process that removes the file's name, or 0"),
          new Field("token domain", TOKEN_DOMAIN, 8, "where tokens named here are seen, or 0"),
          new Field("stray", STRAY, 8, "raised after messages were put back: receivers look again"),
          new Field("repaired", REPAIRED, 8, "claims and messages of the dead, undone or put back"),
          new Field("redelivered", REDELIVERED, 8, "messages handed out again"),
          new Field("passed", PASSED, 8, "unpublished claims that receivers went past"),
          new Field("abandoned", ABANDONED, 8, "claims that came to nothing"),
          new Field("skipped", SKIPPED, 8, "positions passed because their cell was still held"),
          new Field("dropped", DROPPED, 8, "messages that made room, or found none"),
          new Field("dead", DEAD, 8, "messages that went to the dead-letter mailbox"),
          new Field(
              "line",
              LINE,
              8,
              "raised by each receiver that begins to wait in line; 0 if none has"),
          new Field("next ticket", NEXT_TICKET, 8, "of the next receiver that waits in line"),
          new Field("messages gate", MESSAGES_GATE, 8, "event and parked: receivers sleep here"),
          new Field("room gate", ROOM_GATE, 8, "event and parked: senders sleep here"),
          new Field("fates gate", FATES_GATE, 8, "event and parked: senders await receipts here"),
          new Field("tail hint", TAIL_HINT, 8, "slots: a cursor that senders have passed"),
          new Field("head hint", HEAD_HINT, 8, "slots: a cursor that receivers have passed"),
          new Field("stamp", STAMP, 8, "board: the stamp of the next message"),
          new Field("pair head", PAIR_HEAD, 8, "pair: count and offset of the record to take next"),
          new Field("pair reading", PAIR_READING, 8, "pair: the record handed out in place"),
          new Field("pair received", PAIR_RECEIVED, 8, "pair: messages given back so far"),
          new Field("sending end", SENDING_END, 4, "pair: the participant that sends, or 0"),
          new Field(
              "receiving end", RECEIVING_END, 4, "pair, one: the participant that receives, or 0"));

  private HeaderLayout() {}
}
