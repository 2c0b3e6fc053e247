// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.DamagedMailboxException;
import dure.MailboxClosedException;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.liveness.RobustLock;
import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/// How a participant leaves, once: what of it outlasts its attachment. It refers to nothing that
/// refers to the attachment, so a handle that a program drops without closing it leaves too, when
/// the collector has found it.
final class Departure implements Runnable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Address address;
  private final SharedFile file;
  private final Header header;
  private final int index;
  private final RobustLock place;
  private volatile @Nullable Runnable atEnd;

  private Departure(Address address, SharedFile file, Header header, int index, RobustLock place) {
    this.address = address;
    this.file = file;
    this.header = header;
    this.index = index;
    this.place = place;
  }

  /// A departure, and what makes it leave.
  record Pending(Departure departure, Cleaner.Cleanable leaving) {
    /// Leaves now.
    void leave() {
      leaving.clean();
    }
  }

  /// The departure of a participant, which takes place when it is told to, or when nothing can
  /// reach the attachment any more.
  static Pending of(Attachment attachment) {
    Participants participants = attachment.participants();
    Departure departure =
        new Departure(
            attachment.address,
            attachment.file(),
            attachment.header(),
            participants.me(),
            participants.place());
    return new Pending(departure, CLEANER.register(attachment, departure));
  }

  /// Has something done at the end.
  void atEnd(Runnable action) {
    atEnd = action;
  }

  /// Repairs after the participant through a fresh mapping, and lets go of the file.
  @Override
  public void run() {
    try {
      leave();
    } finally {
      file.close();
      Runnable action = atEnd;
      if (action != null) {
        action.run();
      }
    }
  }

  private void leave() {
    try (Mapping fresh = Attachment.map(file, header, true)) {
      Participants table = new Participants(address, file, fresh.address(), header);
      EngineParts parts = new EngineParts(address, file, header, table);
      table.leave(
          index, place, parts.engine(fresh, index, table.id(index), parts.ground(this::left)));
    } catch (InternalError | DamagedMailboxException regionIsGone) {
      // Then there is nothing to repair, and the lock goes with the file.
    }
  }

  private MailboxClosedException left() {
    return new MailboxClosedException(
        address.toString(), "this process has closed it; open it again");
  }
}
