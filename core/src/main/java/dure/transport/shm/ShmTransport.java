// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
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
  /// For [java.util.ServiceLoader].
  public ShmTransport() {}

  @Override
  public String scheme() {
    return Address.DEFAULT_SCHEME;
  }

  @Override
  public Mailbox create(Address address, MailboxSettings settings, Opening opening) {
    SharedFile.checkName(address.name());
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
            address.name(),
            header.regionBytes(),
            settings.mode(),
            settings.group(),
            header::writeTo);
    if (Door.isOpen(address.name())) {
      file.unlink();
      file.close();
      throw exists(address, "a process owns one of this name");
    }
    return join(address, file, header, opening);
  }

  private Mailbox createOwned(
      Address address, Header header, MailboxSettings settings, Opening opening) {
    SharedFile file =
        SharedFile.anonymous(
            address.name(),
            header.regionBytes(),
            settings.mode(),
            settings.group(),
            header::writeTo);
    Attachment attachment = Attachment.join(address, file, header, opening);
    attachment.own();
    try {
      Door door = Door.open(address, file, settings.mode(), attachment);
      attachment.atClose(door::close);
      requireVacantFile(address);
    } catch (DureException nameTaken) {
      attachment.close();
      throw nameTaken;
    }
    return new ShmMailbox(address, settings(file, header), attachment, opening.waiting());
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

  @Override
  public Mailbox open(Address address, Opening opening) {
    SharedFile.checkName(address.name());
    Visit visit = Door.enter(address, true);
    if (visit == null) {
      SharedFile file = openNamed(address, true);
      return join(address, file, Header.read(file), opening);
    }
    Attachment attachment =
        Attachment.join(address, visit.file(), Header.read(visit.file()), opening);
    visit.watch(attachment);
    return new ShmMailbox(
        address, settings(visit.file(), attachment.header()), attachment, opening.waiting());
  }

  private static Mailbox join(Address address, SharedFile file, Header header, Opening opening) {
    Attachment attachment = Attachment.join(address, file, header, opening);
    return new ShmMailbox(address, settings(file, header), attachment, opening.waiting());
  }

  @Override
  public void delete(Address address) {
    SharedFile.checkName(address.name());
    try (Visit visit = Door.enter(address, true)) {
      if (visit != null) {
        end(visit.file());
        Door.knock(address);
        return;
      }
    }
    try (SharedFile file = openNamed(address, true)) {
      end(file);
      file.unlink();
    }
  }

  private static void end(SharedFile file) {
    try (Mapping mapping = Mapping.of(file, Header.read(file).regionBytes(), true)) {
      Attachment.end(mapping, HeaderLayout.DELETED);
    }
  }

  @Override
  public MailboxStatus status(Address address) {
    SharedFile.checkName(address.name());
    try (Visit visit = Door.enter(address, false)) {
      if (visit != null) {
        return look(address, visit.file());
      }
    }
    try (SharedFile file = openNamed(address, false)) {
      return look(address, file);
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
      into.accept(status(address));
    } catch (NoSuchMailboxException goneMeanwhile) {
      return;
    } catch (NotPermittedException closedToUs) {
      into.accept(new MailboxStatus(address, MailboxStatus.Condition.NOT_PERMITTED, null));
    } catch (DureException noMailbox) {
      into.accept(new MailboxStatus(address, MailboxStatus.Condition.DAMAGED, null));
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
      throw new NoSuchMailboxException(address.toString(), "it has been deleted");
    }
    return file;
  }

  private static boolean isLive(SharedFile file) {
    Header.read(file);
    try (Mapping page = Mapping.of(file, HeaderLayout.BYTES, false)) {
      return Words.intAcquire(page.address() + HeaderLayout.STATE) == HeaderLayout.LIVE;
    }
  }

  private static MailboxSettings settings(SharedFile file, Header header) {
    return header.settings(file.status().permissions() & 0777, Names.group(file.status().gid()));
  }
}
