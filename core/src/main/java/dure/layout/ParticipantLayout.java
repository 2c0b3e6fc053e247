// SPDX-License-Identifier: Apache-2.0
package dure.layout;

import java.util.List;

/// An entry of the participants table, which follows the header. Entry 0 means no participant and
/// is not used.
///
/// The process that holds the robust lock of a place *is* that participant: [#HOLDER] names it, and
/// the lock on byte [#LOCK_BASE]` + index` of the file, which the kernel frees at any death, proves
/// its life. Only its holder writes an entry.
public final class ParticipantLayout {
  /// Where the table begins.
  public static final long OFFSET = HeaderLayout.BYTES;

  /// One entry.
  public static final long BYTES = 128;

  /// The lock byte of participant 0, far behind the end of any file.
  public static final long LOCK_BASE = 1L << 62;

  /// The lock byte that serialises the removal of a file's name.
  public static final long NAME_LOCK = LOCK_BASE + (1 << 20);

  public static final long STATE = 0;
  public static final long PID = 4;
  public static final long ID = 8;
  public static final long START_TIME = 16;
  public static final long HOLDER = 24;
  public static final long UID = 32;
  public static final long ROLES = 36;
  public static final long WAITING_TO_SEND = 40;
  public static final long WAITING_TO_RECEIVE = 44;
  public static final long PLACE = 48;
  public static final long RANK = 56;
  public static final long WAITING_SINCE = 60;
  public static final long NAME = 64;
  public static final int NAME_BYTES = 56;
  public static final long PID_NAMESPACE = 120;
  public static final long AVAILABLE = 124;

  /// [#STATE]: free.
  public static final int FREE = 0;

  /// [#STATE]: a participant's; if the lock is free all the same, it is dead and not yet swept.
  public static final int IN_USE = 1;

  /// [#ROLES]: has sent.
  public static final int SENDS = 1;

  /// [#ROLES]: has received.
  public static final int RECEIVES = 2;

  public static final List<Field> FIELDS =
      List.of(
          new Field("state", STATE, 4, "0 free, 1 in use"),
          new Field("pid", PID, 4, "in the participant's own pid namespace"),
          new Field("id", ID, 8, "its number in this mailbox, never given twice"),
          new Field("start time", START_TIME, 8, "of the process, in clock ticks since boot"),
          new Field("holder", HOLDER, 8, "which process has the place, and what proves its life"),
          new Field("uid", UID, 4, "the user it runs as"),
          new Field("roles", ROLES, 4, "bit 0 has sent, bit 1 has received"),
          new Field("waiting to send", WAITING_TO_SEND, 4, "threads of it waiting for room"),
          new Field("waiting to receive", WAITING_TO_RECEIVE, 4, "threads waiting for a message"),
          new Field("place", PLACE, 8, "in the line: ticket; on all: next cursor + 1; 0 for none"),
          new Field("rank", RANK, 4, "the higher receives first, where that counts"),
          new Field(
              "waiting since", WAITING_SINCE, 4, "low half of a time in milliseconds since 1970"),
          new Field("name", NAME, NAME_BYTES, "UTF-8, padded with zeros"),
          new Field("pid namespace", PID_NAMESPACE, 4, "inode of the namespace the pid is of"),
          new Field(
              "available",
              AVAILABLE,
              4,
              "of the threads that wait to receive: those that take the next message here"));

  private ParticipantLayout() {}
}
