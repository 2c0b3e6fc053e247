// SPDX-License-Identifier: Apache-2.0
package dure.raw;

/// The numbers of the steps, as `docs/recovery.md` has them: what is repaired, and how, if a
/// process dies right there.
public final class Steps {
  // Sleeping and waking.
  public static final int SLEEP_ANNOUNCED = 1;
  public static final int WAKE_PARKED_CLEARED = 2;
  public static final int WAKE_EVENT_RAISED = 3;

  // Joining and leaving.
  public static final int JOIN_LOCKED = 11;
  public static final int JOIN_WRITTEN = 12;
  public static final int JOIN_IN_USE = 13;
  public static final int LEAVE_SWEPT = 14;

  // Sweeping up after the dead.
  public static final int SWEEP_LOCKED = 21;
  public static final int SWEEP_REPAIRED_ONE = 22;
  public static final int SWEEP_REPAIRED_ALL = 23;
  public static final int SWEEP_STRAY_RAISED = 24;
  public static final int SWEEP_ENTRY_FREED = 25;

  // Slots: sending.
  public static final int SLOT_CLAIMED = 31;
  public static final int SLOT_WRITTEN = 32;
  public static final int SLOT_PUBLISHED = 33;
  public static final int SLOT_PUBLISHED_LATE = 34;
  public static final int SLOT_HANDED_BACK = 35;

  // Slots: receiving.
  public static final int SLOT_TAKEN = 41;
  public static final int SLOT_READ = 42;
  public static final int SLOT_RELEASED = 43;
  public static final int SLOT_GIVEN_BACK = 44;
  public static final int SLOT_REVOKED = 45;
  public static final int SLOT_SKIPPED = 46;
  public static final int SLOT_CLEARING = 47;

  // Receipts.
  public static final int RECEIPT_DONE = 81;
  public static final int RECEIPT_WITHDRAWN = 82;
  public static final int RECEIPT_WAIVED = 83;
  public static final int RECEIPT_FREED = 84;

  // Waiting in line.
  public static final int LINE_ENTERED = 85;

  // Broadcast.
  public static final int CAST_CLAIMED = 101;
  public static final int CAST_WRITTEN = 102;
  public static final int CAST_PUBLISHED = 103;
  public static final int CAST_HANDED_BACK = 104;
  public static final int CAST_LISTENS = 105;
  public static final int CAST_TAKEN = 106;
  public static final int CAST_READ = 107;
  public static final int CAST_RELEASED = 108;

  // Growing and shrinking.
  public static final int GROW_BEGUN = 111;
  public static final int GROW_ALLOCATED = 112;
  public static final int GROW_OPENED = 113;
  public static final int TRIM_BEGUN = 114;
  public static final int TRIM_EMPTIED = 115;
  public static final int TRIM_GIVEN_BACK = 116;

  // Board.
  public static final int BOARD_CLAIMED = 91;
  public static final int BOARD_STAMPED = 92;

  // Pair: sending.
  public static final int PAIR_SENDING_END_TAKEN = 51;
  public static final int PAIR_WRITTEN = 52;
  public static final int PAIR_NEXT_CLEARED = 53;
  public static final int PAIR_PUBLISHED = 54;

  // Pair: receiving.
  public static final int PAIR_RECEIVING_END_TAKEN = 61;
  public static final int PAIR_READING_NOTED = 62;
  public static final int PAIR_READ = 63;
  public static final int PAIR_RELEASED = 64;
  public static final int PAIR_TAKEN = 65;
  public static final int PAIR_REMOVED = 66;

  // Creating and deleting.
  public static final int CREATE_ALLOCATED = 71;
  public static final int CREATE_WRITTEN = 72;
  public static final int CREATE_LINKED = 73;
  public static final int DELETE_MARKED = 74;
  public static final int DELETE_WOKEN = 75;
  public static final int DELETE_UNLINKED = 76;

  // Locks in memory of the caller's own.
  public static final int LOCK_TAKEN = 121;
  public static final int LOCK_NOTED = 122;
  public static final int LOCK_LEAVING = 123;
  public static final int LOCK_FREED = 124;
  public static final int LOCK_TAKEN_OVER = 125;
  public static final int LOCK_REPAIRED = 126;

  // Conditions.
  public static final int AWAIT_ANNOUNCED = 127;
  public static final int AWAIT_RELEASED = 128;

  // Read-write locks.
  public static final int READ_SLOT_TAKEN = 131;
  public static final int READ_SLOT_SEIZED = 132;
  public static final int READ_COUNTED = 133;
  public static final int READ_UNCOUNTED = 134;
  public static final int WRITE_CLAIMED = 135;

  // Semaphores, events, barriers.
  public static final int PERMIT_GIVEN = 141;
  public static final int EVENT_RAISED = 142;
  public static final int PARTY_JOINED = 143;
  public static final int PARTY_ARRIVED = 144;
  public static final int BARRIER_TRIPPED = 145;

  private Steps() {}
}
