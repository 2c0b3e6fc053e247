// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import dure.Address;
import dure.Buffering;
import dure.Channel;
import dure.InvalidNameException;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.Owner;
import dure.Transport;
import dure.file.FileLocation;
import dure.inspect.Inspectable;
import dure.inspect.MailboxSnapshot;
import dure.inspect.Trail;
import java.util.List;

/// Mailboxes in memory that the caller supplies: a file at an absolute path, which all participants
/// map. The same memory, protocol and promises as in `/dev/shm`, with the room, the access rights
/// and the file system that the caller chose.
///
/// A mailbox is made in a new file, or in an empty one of the caller's own; deleting it removes the
/// file. Its file system must let processes on this machine share a mapping, as all local ones do;
/// over a network, processes on several machines do not see each other. On a disk it is shared
/// memory all the same: the kernel writes its pages out when it likes, and what a power cut leaves
/// of them is not promised to be a mailbox.
public final class FileTransport implements Transport, Inspectable {
  /// The scheme of its addresses.
  static final String SCHEME = "file";

  /// For [java.util.ServiceLoader].
  public FileTransport() {}

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public Buffering buffering() {
    return Buffering.EXPLICIT;
  }

  /// @throws InvalidNameException if the path is none, or a process is to own it
  @Override
  public Channel create(Address address, MailboxSettings settings, Opening opening) {
    FileLocation place = place(address);
    if (settings.owner() == Owner.PROCESS) {
      throw new InvalidNameException(
          address.toString(),
          "a file outlives its creator, so no process can own a mailbox in one; let the system own"
              + " it, or create it without 'file:'");
    }
    MailboxFiles.requireOtherGrave(
        address, settings, path -> FileLocation.at(SCHEME + ":" + path, path));
    Header header = Header.of(settings);
    MailboxFiles.requireVacant(address, place);
    return MailboxFiles.join(address, MailboxFiles.make(place, header, settings), opening);
  }

  @Override
  public Channel open(Address address, Opening opening) {
    return MailboxFiles.open(address, place(address), opening);
  }

  @Override
  public void delete(Address address) {
    MailboxFiles.delete(address, place(address));
  }

  @Override
  public MailboxStatus status(Address address) {
    return MailboxFiles.look(address, place(address), Inspection::status);
  }

  @Override
  public MailboxSnapshot inspect(Address address) {
    return MailboxFiles.look(address, place(address), Inspection::inside);
  }

  @Override
  public List<Message> peek(Address address, int most) {
    return MailboxFiles.look(address, place(address), Peeking.of(most));
  }

  @Override
  public Trail follow(Address address) {
    return MailboxFiles.look(address, place(address), CellTrail::of);
  }

  /// None: they can be anywhere, and are found by those who are told where.
  @Override
  public List<MailboxStatus> list() {
    return List.of();
  }

  private static FileLocation place(Address address) {
    return FileLocation.at(address.toString(), address.name());
  }
}
