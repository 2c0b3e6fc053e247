// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.Channel;
import dure.MailboxExistsException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.NoSuchMailboxException;
import dure.Owner;
import dure.Transport;
import dure.file.FileLocation;
import dure.file.SharedFile;
import dure.handover.AnonymousMailboxes;
import dure.handover.DescriptorServer;
import dure.handover.OwnerSocketName;
import dure.handover.Socket;
import dure.inspect.Inspectable;
import dure.inspect.MailboxSnapshot;
import dure.inspect.Trail;
import dure.layout.FileNames;
import java.util.List;
import java.util.stream.Stream;

/// Mailboxes in shared memory. One that the system owns is a file in the directory of its
/// namespace, `/dev/shm` by default; one that a process owns has no file: its memory is anonymous,
/// and its owner hands it out at a [dure.handover.DescriptorServer].
public final class ShmTransport implements Transport, Inspectable, AnonymousMailboxes {
  /// How long the owner of a deleted mailbox may take to close its door.
  private static final long CLOSING_NANOS = 2_000_000_000L;

  /// For [java.util.ServiceLoader].
  public ShmTransport() {}

  @Override
  public String scheme() {
    return Address.DEFAULT_SCHEME;
  }

  @Override
  public Channel create(Address address, MailboxSettings settings, Opening opening) {
    MailboxFiles.requireOtherGrave(address, settings, SharedFile::checkName);
    requireVacant(address, opening.called(address));
    Header header = Header.of(settings);
    return settings.owner() == Owner.SYSTEM
        ? createNamed(address, header, settings, opening)
        : createOwned(address, header, settings, opening);
  }

  private static Channel createNamed(
      Address address, Header header, MailboxSettings settings, Opening opening) {
    Address called = opening.called(address);
    SharedFile file = MailboxFiles.make(FileLocation.of(address.name()), header, settings);
    if (MemoryAccessPolicy.door(address).isOpen()) {
      try (file) {
        MailboxFiles.end(file); // a process may have opened it in the meantime
        MailboxFiles.unlink(file);
      }
      throw exists(called, "a process owns one of this name");
    }
    return MailboxFiles.join(called, file, opening);
  }

  private Channel createOwned(
      Address address, Header header, MailboxSettings settings, Opening opening) {
    SharedFile file =
        SharedFile.anonymous(
            FileLocation.of(address.name()).called(opening.called(address).toString()),
            header.extent(),
            settings.mode(),
            settings.group(),
            header::writeTo);
    Attachment attachment = Attachment.join(opening.called(address), file, header, opening);
    attachment.own();
    boolean created = false;
    try {
      DescriptorServer door =
          MemoryAccessPolicy.door(address).open(MemoryAccessPolicy.of(file, attachment));
      attachment.atEnd(door::close);
      MailboxFiles.requireVacant(opening.called(address), FileLocation.of(address.name()));
      created = true;
    } finally {
      if (!created) {
        attachment.close();
      }
    }
    return new MemoryChannel(MailboxFiles.settings(file, header), attachment, opening.waiting());
  }

  /// Before the costly part. The name itself is taken atomically later.
  private static void requireVacant(Address address, Address called) {
    if (MemoryAccessPolicy.door(address).isOpen()) {
      throw exists(called, "a process owns one of this name");
    }
    MailboxFiles.requireVacant(called, FileLocation.of(address.name()));
  }

  private static MailboxExistsException exists(Address address, String problem) {
    return new MailboxExistsException(address.toString(), problem);
  }

  /// The file first. Any process can open a socket under any name; only its owner can replace a
  /// file in `/dev/shm`. A private directory that every user could write is refused by
  /// [dure.Namespace].
  @Override
  public Channel open(Address address, Opening opening) {
    Address called = opening.called(address);
    try {
      return MailboxFiles.open(called, FileLocation.of(address.name()), opening);
    } catch (NoSuchMailboxException noFile) {
      OwnerConnection visit =
          OwnerConnection.at(address, called, !opening.readOnly(), OwnerSocketName.ANSWER_NANOS);
      if (visit == null) {
        throw noFile;
      }
      return opening.readOnly()
          ? MailboxFiles.join(called, visit.leave(), opening)
          : join(called, visit, opening);
    }
  }

  @Override
  public Owned create(Address called, MailboxSettings settings, String owner) {
    return AnonymousMailbox.create(called, settings, owner);
  }

  @Override
  public Channel join(Address called, Socket connection, int fd, String participant) {
    OwnerConnection visit = AnonymousMailbox.at(called, connection, fd);
    return join(called, visit, AnonymousMailbox.as(participant));
  }

  private static Channel join(Address address, OwnerConnection visit, Opening opening) {
    Attachment attachment = null;
    boolean watched = false;
    try {
      Header header = Header.read(visit.file());
      attachment = Attachment.join(address, visit.file(), header, opening);
      visit.watch(address, attachment);
      watched = true;
      return new MemoryChannel(
          MailboxFiles.settings(visit.file(), header), attachment, opening.waiting());
    } finally {
      if (!watched) {
        if (attachment != null) {
          attachment.close();
        }
        visit.close();
      }
    }
  }

  @Override
  public void delete(Address address) {
    try {
      MailboxFiles.delete(address, FileLocation.of(address.name()));
    } catch (NoSuchMailboxException noFile) {
      if (!deleteOwned(address)) {
        throw noFile;
      }
    }
  }

  /// Has the owner of a mailbox end it; false if none owns one of this name.
  private static boolean deleteOwned(Address address) {
    try (OwnerConnection visit =
        OwnerConnection.at(address, address, true, OwnerSocketName.ANSWER_NANOS)) {
      if (visit == null) {
        return false;
      }
      MailboxFiles.end(visit.file());
      visit.awaitClosedDoor(CLOSING_NANOS);
      return true;
    }
  }

  @Override
  public MailboxStatus status(Address address) {
    return look(address, OwnerSocketName.ANSWER_NANOS, Inspection::status);
  }

  @Override
  public MailboxSnapshot inspect(Address address) {
    return look(address, OwnerSocketName.ANSWER_NANOS, Inspection::inside);
  }

  @Override
  public List<Message> peek(Address address, int most) {
    return look(address, OwnerSocketName.ANSWER_NANOS, Peeking.of(most));
  }

  @Override
  public Trail follow(Address address) {
    return look(address, OwnerSocketName.ANSWER_NANOS, CellTrail::of);
  }

  private static <T> T look(Address address, long answerNanos, Inspection.Look<T> look) {
    try {
      return MailboxFiles.look(address, FileLocation.of(address.name()), look);
    } catch (NoSuchMailboxException noFile) {
      try (OwnerConnection visit = OwnerConnection.at(address, address, false, answerNanos)) {
        if (visit == null) {
          throw noFile;
        }
        return MailboxFiles.look(address, visit.file(), look);
      }
    }
  }

  @Override
  public List<MailboxStatus> list() {
    List<Address> addresses =
        Stream.concat(
                SharedFile.list().stream(),
                OwnerSocketName.names(FileNames.current().doors()).stream())
            .sorted()
            .distinct()
            .map(name -> new Address(scheme(), name))
            .toList();
    return Transport.lookAtAll(
        addresses, address -> Transport.lookOrSayWhyNot(address, () -> status(address)));
  }
}
