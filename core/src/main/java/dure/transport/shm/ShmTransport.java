// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.DamagedMailboxException;
import dure.DureException;
import dure.Mailbox;
import dure.MailboxExistsException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.NoSuchMailboxException;
import dure.NotPermittedException;
import dure.Owner;
import dure.Transport;
import dure.layout.HeaderLayout;
import dure.linux.Names;
import dure.memory.Mapping;
import dure.memory.SharedFile;
import dure.raw.Words;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Mailboxes in shared memory. One that the system owns is a file in `/dev/shm`; one that a process
/// owns has no file: its memory is anonymous, and its owner hands it out at a [Door].
public final class ShmTransport implements Transport {
  /// How long an owner may take to answer when its mailbox is one of a list.
  private static final long LISTING_ANSWER_NANOS = 1_000_000_000L;

  /// How long the owner of a deleted mailbox may take to close its door.
  private static final long CLOSING_NANOS = 2_000_000_000L;

  /// For [java.util.ServiceLoader].
  public ShmTransport() {}

  @Override
  public String scheme() {
    return Address.DEFAULT_SCHEME;
  }

  @Override
  public Mailbox create(Address address, MailboxSettings settings, Opening opening) {
    SharedFile.checkName(address.name());
    requireOtherGrave(address, settings);
    requireVacant(address);
    Header header = Header.of(settings);
    return settings.owner() == Owner.SYSTEM
        ? createNamed(address, header, settings, opening)
        : createOwned(address, header, settings, opening);
  }

  private Mailbox createNamed(
      Address address, Header header, MailboxSettings settings, Opening opening) {
    SharedFile file =
        SharedFile.create(
            address.name(), header.extent(), settings.mode(), settings.group(), header::writeTo);
    if (Door.isOpen(address.name())) {
      try (file) {
        end(file); // somebody may have opened it in the meantime
        file.unlink();
      }
      throw exists(address, "a process owns one of this name");
    }
    return join(address, file, opening);
  }

  private Mailbox createOwned(
      Address address, Header header, MailboxSettings settings, Opening opening) {
    SharedFile file =
        SharedFile.anonymous(
            address.name(), header.extent(), settings.mode(), settings.group(), header::writeTo);
    Attachment attachment = Attachment.join(address, file, header, opening);
    attachment.own();
    boolean created = false;
    try {
      Door door = Door.open(address, file, settings.mode(), attachment);
      attachment.atClose(door::close);
      requireVacantFile(address);
      created = true;
    } finally {
      if (!created) {
        attachment.close();
      }
    }
    return new ShmMailbox(address, settings(file, header), attachment, opening.waiting());
  }

  private static void requireOtherGrave(Address address, MailboxSettings settings) {
    if (settings.deadLetters().isEmpty()) {
      return;
    }
    Address grave = Address.of(settings.deadLetters());
    if (grave.scheme().equals(address.scheme())) {
      SharedFile.checkName(grave.name());
    }
    if (grave.equals(address)) {
      throw new IllegalArgumentException(
          "mailbox '" + address + "' cannot be its own dead-letter mailbox: name another");
    }
  }

  /// Before the costly part. The name itself is taken atomically later.
  private static void requireVacant(Address address) {
    if (Door.isOpen(address.name())) {
      throw exists(address, "a process owns one of this name");
    }
    requireVacantFile(address);
  }

  private static void requireVacantFile(Address address) {
    try {
      openNamed(address, true).close();
    } catch (NoSuchMailboxException vacant) {
      return;
    } catch (NotPermittedException another) {
      throw exists(address, "the name is taken; " + another.getMessage());
    }
    throw exists(address, "it exists already; open it, or delete it first");
  }

  private static MailboxExistsException exists(Address address, String problem) {
    return new MailboxExistsException(address.toString(), problem);
  }

  /// The file first. A door can be opened under any name by anybody; a file that stands in
  /// `/dev/shm` can be replaced by nobody but its owner.
  @Override
  public Mailbox open(Address address, Opening opening) {
    SharedFile.checkName(address.name());
    try {
      SharedFile file = openNamed(address, true);
      return join(address, file, opening);
    } catch (NoSuchMailboxException noFile) {
      Visit visit = Visit.at(address, true, Visit.ANSWER_NANOS);
      if (visit == null) {
        throw noFile;
      }
      return join(address, visit, opening);
    }
  }

  private static Mailbox join(Address address, Visit visit, Opening opening) {
    Attachment attachment = null;
    boolean watched = false;
    try {
      Header header = Header.read(visit.file());
      attachment = Attachment.join(address, visit.file(), header, opening);
      visit.watch(attachment);
      watched = true;
      return new ShmMailbox(address, settings(visit.file(), header), attachment, opening.waiting());
    } finally {
      if (!watched) {
        if (attachment != null) {
          attachment.close();
        }
        visit.close();
      }
    }
  }

  private static Mailbox join(Address address, SharedFile file, Opening opening) {
    boolean joined = false;
    try {
      Header header = Header.read(file);
      Attachment attachment = Attachment.join(address, file, header, opening);
      joined = true;
      return new ShmMailbox(address, settings(file, header), attachment, opening.waiting());
    } finally {
      if (!joined) {
        file.close();
      }
    }
  }

  @Override
  public void delete(Address address) {
    SharedFile.checkName(address.name());
    try {
      deleteNamed(address);
    } catch (NoSuchMailboxException noFile) {
      if (!deleteOwned(address)) {
        throw noFile;
      }
    }
  }

  /// Deletes a file. A damaged one too: by its name it is ours, and this is the remedy that
  /// everything else names.
  private static void deleteNamed(Address address) {
    try (SharedFile file = SharedFile.open(address.name(), true)) {
      boolean live;
      try {
        live = isLive(file);
      } catch (DamagedMailboxException damaged) {
        deleteDamaged(file);
        return;
      }
      if (live) {
        end(file);
      }
      file.unlink();
      if (!live) {
        throw deleted(address);
      }
    }
  }

  private static void deleteDamaged(SharedFile file) {
    if (Header.hasMark(file)) {
      end(file);
    }
    try {
      file.unlink();
    } catch (NotPermittedException anothers) {
      String user = Names.user(file.status().uid());
      throw new NotPermittedException(
          file.name(), "it is damaged, and only user " + user + " or root can remove it");
    }
  }

  /// Has the owner of a mailbox end it; false if none owns one of this name.
  private static boolean deleteOwned(Address address) {
    try (Visit visit = Visit.at(address, true, Visit.ANSWER_NANOS)) {
      if (visit == null) {
        return false;
      }
      end(visit.file());
      visit.awaitClosedDoor(CLOSING_NANOS);
      return true;
    }
  }

  /// Marks a mailbox as deleted and wakes whoever waits at it. That takes the first page alone, so
  /// it can be done to one whose other parts are damaged.
  private static void end(SharedFile file) {
    if (file.status().size() < HeaderLayout.BYTES) {
      return;
    }
    try (Mapping page = Mapping.of(file, HeaderLayout.BYTES, true)) {
      Attachment.end(page, HeaderLayout.DELETED);
    } catch (InternalError cutMeanwhile) {
      // Then nobody can be told, and everybody finds out himself.
    }
  }

  @Override
  public MailboxStatus status(Address address) {
    return status(address, Visit.ANSWER_NANOS);
  }

  private static MailboxStatus status(Address address, long answerNanos) {
    SharedFile.checkName(address.name());
    try (SharedFile file = openNamed(address, false)) {
      return look(address, file);
    } catch (NoSuchMailboxException noFile) {
      try (Visit visit = Visit.at(address, false, answerNanos)) {
        if (visit == null) {
          throw noFile;
        }
        return look(address, visit.file());
      }
    }
  }

  static MailboxStatus look(Address address, SharedFile file) {
    Header header = Header.read(file);
    try (Mapping mapping = Attachment.map(file, header, false)) {
      return Inspection.of(address, file, header, mapping);
    }
  }

  @Override
  public List<MailboxStatus> list() {
    return Stream.concat(SharedFile.list().stream(), Door.list().stream())
        .sorted()
        .distinct()
        .map(name -> new Address(scheme(), name))
        .mapMulti(this::lookOrSayWhyNot)
        .toList();
  }

  private void lookOrSayWhyNot(Address address, Consumer<MailboxStatus> into) {
    try {
      into.accept(status(address, LISTING_ANSWER_NANOS));
    } catch (NoSuchMailboxException goneMeanwhile) {
      return;
    } catch (NotPermittedException closedToUs) {
      into.accept(new MailboxStatus(address, MailboxStatus.Condition.NOT_PERMITTED, null));
    } catch (DamagedMailboxException noMailbox) {
      into.accept(new MailboxStatus(address, MailboxStatus.Condition.DAMAGED, null));
    } catch (DureException ownerDoesNotAnswer) {
      into.accept(new MailboxStatus(address, MailboxStatus.Condition.UNREACHABLE, null));
    }
  }

  /// Opens the file of a mailbox unless it has been deleted. One whose deleter could not, or did
  /// not live to, remove the file is removed now if this user may.
  private static SharedFile openNamed(Address address, boolean writable) {
    SharedFile file = SharedFile.open(address.name(), writable);
    boolean live = false;
    try {
      live = isLive(file);
      if (!live && writable) {
        file.unlink();
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

  private static MailboxSettings settings(SharedFile file, Header header) {
    return header.settings(file.status().permissions() & 0777, Names.group(file.status().gid()));
  }
}
