// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.Channel;
import dure.DamagedMailboxException;
import dure.DureException;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.MailboxStatus;
import dure.OwnerGoneException;
import dure.Transport;
import dure.Waiting;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.layout.HeaderLayout;
import dure.linux.Files;
import dure.raw.Words;

/// A region that one handle has mapped, and whether the mailbox in it can still be used: what there
/// is to say of it whether the handle takes part or only reads.
abstract class Hold {
  /// Instead of a state: its page is gone.
  private static final int LOST = -1;

  private static final long NAME_LOOK_NANOS = 500_000_000L;

  final Address address;
  final SharedFile file;
  final Header header;
  final Mapping mapping;
  final Participants participants;

  /// Set when a page was found to be gone: what was begun then has not been ended.
  private volatile boolean damaged;

  /// Set when a program other than this one was found to have removed the file.
  private volatile boolean removed;

  /// When a thread of this process last looked whether the file has its name. Any thread's value
  /// will do.
  private long lastNameLook = System.nanoTime();

  /// Written once, by the first [#close].
  private volatile boolean closed;

  /// Whether it is known to have ended though nobody has said so in the header.
  private volatile boolean ownerIsDead;

  /// Set when a process that only reads found that the file has lost its name.
  private volatile boolean hasNoName;

  private final long stateAddress;

  Hold(Address address, SharedFile file, Header header, Mapping mapping) {
    this.address = address;
    this.file = file;
    this.header = header;
    this.mapping = mapping;
    this.stateAddress = mapping.address() + HeaderLayout.STATE;
    this.participants = new Participants(address, file, mapping.address(), header);
  }

  final Header header() {
    return header;
  }

  final Mapping mapping() {
    return mapping;
  }

  final Participants participants() {
    return participants;
  }

  final SharedFile file() {
    return file;
  }

  final boolean isClosed() {
    return closed;
  }

  /// Whether the file has become shorter than the mailbox is.
  final boolean isTruncated() {
    return !closed && file.status().size() < header.regionBytes();
  }

  /// Whether the mailbox has not ended.
  final boolean isLive() {
    return state() == HeaderLayout.LIVE;
  }

  private int state() {
    if (ownerIsDead) {
      return HeaderLayout.OWNER_GONE;
    }
    try {
      int state = Words.intAcquire(stateAddress); // SYNC: mailbox-state (acquire side)
      return hasNoName ? HeaderLayout.DELETED : state;
    } catch (InternalError lost) {
      damaged = !closed;
      return LOST;
    }
  }

  /// Notes that the file has lost its name, where this process may not say so in the region.
  final void hasNoName() {
    hasNoName = true;
  }

  /// Notes that the owner is dead.
  final void ownerIsDead() {
    ownerIsDead = true;
  }

  /// What the mailbox looks like now, from outside.
  final MailboxStatus status() {
    check();
    try (SharedFile asAnOutsider = file.again(false)) {
      return MailboxFiles.look(address, asAnOutsider, Inspection::status);
    }
  }

  /// Another channel at the mailbox of this very file, which listens from now on.
  final Channel another(boolean readOnly, Waiting waiting) {
    check();
    Transport.Opening opening = new Transport.Opening(waiting, "", 0, true, readOnly);
    return MailboxFiles.join(address, file.again(!readOnly), opening);
  }

  /// Throws if this process has closed the handle meanwhile: then what has just been done was done
  /// to empty pages.
  final void requireOpen() {
    if (closed) {
      throw gone();
    }
  }

  /// What a damaged region, or one that another thread has just closed, did to a call.
  final DureException explained(Throwable damage) {
    if (closed) {
      return gone();
    }
    return damage instanceof DamagedMailboxException named ? named : lostPage();
  }

  /// What a page did that was gone in a copy between the region and memory of the caller's own.
  ///
  /// @throws InternalError the same, if the region is whole, so that the page was the caller's
  final DureException explainedCopy(InternalError damage) {
    if (!closed && isWhole()) {
      throw damage;
    }
    return explained(damage);
  }

  private boolean isWhole() {
    Files.Status now = file.status();
    return now.size() >= header.regionBytes() && now.allocated() >= header.allocatedBytes();
  }

  /// Counts a thread of this process as waiting.
  final void waits(long counter) {
    participants.waits(counter, 1);
  }

  /// Counts it no longer.
  final void noLongerWaits(long counter) {
    try {
      participants.waits(counter, -1);
    } catch (InternalError lostWithTheRegion) {
      // what ended the wait has been told already
    }
  }

  /// Throws if the mailbox can no longer be used through this handle.
  final void check() {
    boolean live;
    try {
      // SYNC: mailbox-state (acquire side)
      live = Words.intAcquire(stateAddress) == HeaderLayout.LIVE;
    } catch (InternalError lost) {
      throw lostPage();
    }
    if (!live || closed || damaged || ownerIsDead || hasNoName) {
      throw gone();
    }
  }

  /// What a thread does that has slept, or found nothing: look whether the mailbox still is, and,
  /// every now and then, after the dead.
  abstract void keepHouse();

  /// Notes that a page is gone, and says so.
  final DureException lostPage() {
    damaged = !closed;
    return gone();
  }

  /// Why the mailbox can no longer be used.
  final DureException gone() {
    if (closed) {
      return new MailboxClosedException(
          address.toString(), "this process has closed it; open it again");
    }
    if (damaged && !isTruncated()) {
      return file.noRoom(header.allocatedBytes());
    }
    if (damaged) {
      return new DamagedMailboxException(
          address.toString(), "its file has been truncated under it; delete it and create it anew");
    }
    if (removed) {
      return new MailboxDeletedException(
          address.toString(),
          "another program has removed its file, as systemd does at a user's last logout"
              + " (RemoveIPC, see 'dure doctor'); create it anew to go on");
    }
    int state = state();
    if (state == HeaderLayout.OWNER_GONE) {
      return new OwnerGoneException(
          address.toString(), "its owner " + owner() + " has ended, and the mailbox with it");
    }
    if (state != HeaderLayout.DELETED) {
      return new DamagedMailboxException(
          address.toString(), "its state is overwritten; delete it and create it anew");
    }
    return new MailboxDeletedException(
        address.toString(), "it has been deleted; create it anew to go on");
  }

  /// Whether the file has lost its name, so that no other process can open it. Looks twice a second
  /// at most.
  final boolean hasLostItsName() {
    long now = System.nanoTime();
    if (!removed && now - lastNameLook >= NAME_LOOK_NANOS) {
      lastNameLook = now;
      removed = file.isRemoved() && isLive();
    }
    return removed;
  }

  private String owner() {
    try {
      int owner = Words.intPlain(base() + HeaderLayout.OWNER_INDEX);
      return owner > Participants.NOBODY && owner <= header.participants()
          ? participants.describe(owner)
          : "unknown";
    } catch (InternalError lost) {
      return "unknown";
    }
  }

  /// Leaves. Whoever of this process is still inside a call finds empty pages and the flag.
  final synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      detach();
    } finally {
      file.close();
    }
  }

  /// Takes the shared pages from under all our threads.
  void detach() {
    mapping.close();
  }

  final long base() {
    return mapping.address();
  }
}
