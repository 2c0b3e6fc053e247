// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.NoSuchMailboxException;
import dure.Receivers;
import dure.WhenFull;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.gate.Gate;
import dure.gate.PolledGate;
import dure.layout.HeaderLayout;
import dure.parking.FutexParking;
import dure.parking.Parking;
import dure.queue.QueueMemory;
import dure.queue.ReadOnlyListener;
import dure.raw.Words;
import java.util.Locale;

/// The hold on a region of a handle that may only read it. Its pages are mapped without the right
/// to write, so the kernel answers for it that nothing here changes anything.
final class ReadOnlyHold extends Hold {
  private final Parking parking;
  private final ReadOnlyListener onlooker;

  /// When a thread of this process last looked after the owner. Any thread's value will do.
  private long lastLook = System.nanoTime();

  private ReadOnlyHold(Address address, SharedFile file, Header header, Mapping mapping) {
    super(address, file, header, mapping);
    this.parking = new FutexParking(mapping);
    QueueMemory memory =
        new QueueMemory(
            address.toString(),
            base(),
            base() + header.engineOffset(),
            header.cells(),
            header.messageSize(),
            header.page(),
            header.isRendezvous(),
            header.participants(),
            Participants.NOBODY,
            Participants.NOBODY);
    this.onlooker = new ReadOnlyListener(memory, parking, participants::isDead);
  }

  /// Begins to listen at a mailbox whose file is open.
  ///
  /// @param file closed with the hold, but not if this fails
  /// @throws IllegalArgumentException if listeners there have to take part
  /// @throws NoSuchMailboxException if the mailbox has just been deleted
  static ReadOnlyHold on(Address address, SharedFile file, Header header) {
    if (header.receivers() != Receivers.ALL || header.whenFull() != WhenFull.DROP_OLDEST) {
      throw refused(address, header);
    }
    boolean held = false;
    Mapping mapping = Attachment.map(file, header, false);
    try {
      if (Words.intAcquire(mapping.address() + HeaderLayout.STATE) != HeaderLayout.LIVE) {
        throw new NoSuchMailboxException(address.toString(), "it has just been deleted");
      }
      ReadOnlyHold hold = new ReadOnlyHold(address, file, header, mapping);
      held = true;
      return hold;
    } catch (InternalError cutMeanwhile) {
      throw Attachment.lostPage(file, header);
    } finally {
      if (!held) {
        mapping.close();
      }
    }
  }

  private static IllegalArgumentException refused(Address address, Header header) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "mailbox '%s' cannot be listened at read-only: with receivers '%s' and '%s' when full,"
                + " a receiver has to write there; create it with receivers 'all' and"
                + " 'drop-oldest' when full to let others listen so",
            address,
            word(header.receivers()),
            word(header.whenFull())));
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  ReadOnlyListener onlooker() {
    return onlooker;
  }

  /// Where to wait for messages.
  PolledGate messages() {
    return new PolledGate(base() + HeaderLayout.MESSAGES_GATE, parking);
  }

  @Override
  void keepHouse() {
    check();
    long now = System.nanoTime();
    if (now - lastLook >= Gate.SLICE_NANOS / 2) {
      lastLook = now;
      if (participants.isDead(Words.intAcquire(base() + HeaderLayout.OWNER_INDEX))) {
        ownerIsDead();
      }
      if (hasLostItsName()) {
        hasNoName();
      }
      check();
    }
  }
}
