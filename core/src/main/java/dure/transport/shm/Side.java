// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.DamagedMailboxException;
import dure.DureException;
import dure.MailboxSettings;

/// What the sending and the receiving side of a handle have in common.
///
/// Each method of theirs that touches the region keeps the mapping reachable until it is done,
/// because the addresses go when nobody can reach it; and turns what a damaged region, or one that
/// another thread has just closed, does to it into an exception that says so.
abstract class Side {
  final String mailbox;
  final MailboxSettings settings;
  final Hold hold;

  Side(String mailbox, MailboxSettings settings, Hold hold) {
    this.mailbox = mailbox;
    this.settings = settings;
    this.hold = hold;
  }

  final DureException explained(Throwable damage) {
    if (hold.isClosed()) {
      return hold.gone();
    }
    return damage instanceof DamagedMailboxException named ? named : hold.lostPage();
  }

  /// Throws if this process has closed the handle meanwhile: then what has just been done was done
  /// to empty pages.
  final void requireOpen() {
    if (hold.isClosed()) {
      throw hold.gone();
    }
  }

  /// Counts a thread of this process as waiting.
  final void waits(long counter) {
    hold.participants().waits(counter, 1);
  }

  /// Counts it no longer.
  final void noLongerWaits(long counter) {
    try {
      hold.participants().waits(counter, -1);
    } catch (InternalError lostWithTheRegion) {
      // what ended the wait has been told already
    }
  }
}
