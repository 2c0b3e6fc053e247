// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.Channel;
import dure.DamagedMailboxException;
import dure.MailboxExistsException;
import dure.MailboxSettings;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.Transport;
import dure.file.FileLocation;
import dure.file.Mapping;
import dure.file.SharedFile;
import dure.layout.HeaderLayout;
import dure.layout.ParticipantLayout;
import dure.linux.Names;
import dure.liveness.RobustLock;
import dure.raw.Words;
import java.util.function.Consumer;

/// Mailboxes that are files: made, opened, looked at and deleted, wherever the file is.
final class MailboxFiles {
  private MailboxFiles() {}

  /// Refuses a dead-letter mailbox that can be none.
  ///
  /// @param checkName refuses a name that none of the same transport can have
  static void requireOtherGrave(
      Address address, MailboxSettings settings, Consumer<String> checkName) {
    if (settings.deadLetters().isEmpty()) {
      return;
    }
    Address grave = Address.of(settings.deadLetters());
    if (grave.scheme().equals(address.scheme())) {
      checkName.accept(grave.name());
    }
    if (grave.equals(address)) {
      throw new IllegalArgumentException(
          "mailbox '" + address + "' cannot be its own dead-letter mailbox: name another");
    }
  }

  /// Makes the file of a mailbox.
  static SharedFile make(FileLocation place, Header header, MailboxSettings settings) {
    return SharedFile.create(
        place, header.extent(), settings.mode(), settings.group(), header::writeTo);
  }

  /// Refuses a place that is taken, before the costly part. It is taken atomically later.
  static void requireVacant(Address address, FileLocation place) {
    try {
      openLive(address, place, true).close();
    } catch (NoSuchMailboxException vacant) {
      return;
    } catch (NotPermittedException another) {
      if (!place.isOurs()) {
        throw another;
      }
      throw exists(address, "the name is taken; " + another.getMessage());
    } catch (DamagedMailboxException noMailbox) {
      if (place.isOurs()) {
        throw noMailbox;
      }
      throw exists(
          address,
          "what stands there is no mailbox, and nothing is overwritten; name another path, or"
              + " remove it if it is no longer needed");
    }
    throw exists(address, "it exists already; open it, or delete it first");
  }

  private static MailboxExistsException exists(Address address, String problem) {
    return new MailboxExistsException(address.toString(), problem);
  }

  static Channel open(Address address, FileLocation place, Transport.Opening opening) {
    return join(address, openLive(address, place, !opening.readOnly()), opening);
  }

  /// Opens the mailbox of an open file, which is closed if this fails: to take part, or to read.
  static Channel join(Address address, SharedFile file, Transport.Opening opening) {
    boolean joined = false;
    try {
      Channel channel =
          opening.readOnly()
              ? ReadOnlyChannel.at(address, file, opening)
              : takePart(address, file, opening);
      joined = true;
      return channel;
    } finally {
      if (!joined) {
        file.close();
      }
    }
  }

  private static Channel takePart(Address address, SharedFile file, Transport.Opening opening) {
    Header header = Header.read(file);
    file.fillHoles(header.allocatedBytes());
    Attachment attachment = Attachment.join(address, file, header, opening);
    return new MemoryChannel(settings(file, header), attachment, opening.waiting());
  }

  /// Deletes a file. A damaged one too, for this is the remedy that everything else names: if by
  /// its name it is ours, or it bears our mark.
  static void delete(Address address, FileLocation place) {
    try (SharedFile file = SharedFile.open(place, true)) {
      boolean live;
      try {
        live = isLive(file);
      } catch (DamagedMailboxException damaged) {
        if (!place.isOurs() && !Header.hasMark(file)) {
          throw damaged; // anybody's file, which somebody named by mistake
        }
        deleteDamaged(file);
        return;
      }
      if (live) {
        end(file);
      }
      unlink(file);
      if (!live) {
        throw deleted(address);
      }
    }
  }

  /// Takes the name off a mailbox's file, or off what stands in the place of one.
  static void unlink(SharedFile file) {
    if (!Header.hasMark(file)) {
      file.unlink();
      return;
    }
    try (Mapping page = Mapping.of(file, HeaderLayout.BYTES, true)) {
      RobustLock name =
          new RobustLock(
              file,
              ParticipantLayout.NAME_LOCK,
              page.address() + HeaderLayout.NAME_HOLDER,
              page.address() + HeaderLayout.TOKEN_DOMAIN);
      file.unlink(name::tryLock, name::unlock);
    } catch (InternalError cutMeanwhile) {
      file.unlink();
    }
  }

  private static void deleteDamaged(SharedFile file) {
    if (Header.hasMark(file)) {
      end(file);
    }
    try {
      unlink(file);
    } catch (NotPermittedException anothers) {
      String user = Names.user(file.status().uid());
      throw new NotPermittedException(
          file.name(), "it is damaged, and only user " + user + " or root can remove it");
    }
  }

  /// Marks a mailbox as deleted and wakes whoever waits at it. That takes the first page alone, so
  /// it can be done to one whose other parts are damaged.
  static void end(SharedFile file) {
    if (file.status().size() < HeaderLayout.BYTES) {
      return;
    }
    try (Mapping page = Mapping.of(file, HeaderLayout.BYTES, true)) {
      Attachment.end(page, HeaderLayout.DELETED);
    } catch (InternalError cutMeanwhile) {
      // Then nobody can be told, and everybody finds out himself.
    }
  }

  /// Looks at a mailbox without taking part in it, as [Inspection] does.
  static <T> T look(Address address, FileLocation place, Inspection.Look<T> look) {
    try (SharedFile file = openLive(address, place, false)) {
      return look(address, file, look);
    }
  }

  static <T> T look(Address address, SharedFile file, Inspection.Look<T> look) {
    Header header = Header.read(file);
    try (Mapping mapping = Attachment.map(file, header, false)) {
      return look.at(address, file, header, mapping);
    }
  }

  /// Opens the file of a mailbox unless it has been deleted. One whose deleter could not, or did
  /// not live to, remove the file is removed now if this user may.
  private static SharedFile openLive(Address address, FileLocation place, boolean writable) {
    SharedFile file = SharedFile.open(place, writable);
    boolean live = false;
    try {
      live = isLive(file);
      if (!live && writable) {
        unlink(file);
      }
    } finally {
      if (!live) {
        file.close();
      }
    }
    if (!live) {
      throw deleted(address);
    }
    return file;
  }

  private static NoSuchMailboxException deleted(Address address) {
    return new NoSuchMailboxException(address.toString(), "it has been deleted");
  }

  /// Whether a mailbox has not been deleted.
  ///
  /// @throws DamagedMailboxException if that cannot be told
  private static boolean isLive(SharedFile file) {
    Header.read(file);
    try (Mapping page = Mapping.of(file, HeaderLayout.BYTES, false)) {
      return switch (Words.intAcquire(page.address() + HeaderLayout.STATE)) {
        case HeaderLayout.LIVE -> true;
        case HeaderLayout.DELETED, HeaderLayout.OWNER_GONE -> false;
        default -> throw Header.refused(file.name(), "its state has been overwritten");
      };
    } catch (InternalError cutMeanwhile) {
      throw Header.refused(file.name(), "it has just been truncated");
    }
  }

  /// What the creator chose; mode and group are the file's.
  static MailboxSettings settings(SharedFile file, Header header) {
    return header.settings(file.status().permissions() & 0777, Names.group(file.status().gid()));
  }
}
