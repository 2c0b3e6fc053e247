// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dure.Address;
import dure.InvalidNameException;
import dure.handover.AccessPolicy;
import dure.handover.DescriptorServer;
import dure.handover.OwnerSocketName;
import dure.layout.FileNames;
import dure.linux.Files;
import dure.linux.KernelException;
import dure.linux.Permissions;
import dure.linux.Pipes;
import dure.linux.Sockets;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Hands out a handle on the pipe that this process owns, with which the kernel lets in each
/// process by the mode of the pipe; and the owner's card.
final class PipeAccessPolicy implements AccessPolicy {
  /// A visitor's wish that the mailbox be deleted; the answer to all that it has been.
  static final int DELETE = 4;

  /// The longest name of an owner, in bytes.
  static final int LONGEST_CARD = 256;

  private final int handle;
  private final byte[] card;
  private final int participants;
  private volatile boolean deleted;

  /// @param handle on the pipe, which this object closes
  /// @param owner what this process calls itself
  /// @param participants how many may have it open
  PipeAccessPolicy(int handle, String owner, int participants) {
    this.handle = handle;
    this.participants = participants;
    byte[] name = (owner + " ").getBytes(StandardCharsets.UTF_8); // no empty packet
    this.card = Arrays.copyOf(name, Math.min(name.length, LONGEST_CARD));
  }

  /// Where the door of a mailbox is.
  ///
  /// @throws InvalidNameException if it can have none of this name
  static OwnerSocketName door(Address address) {
    FileNames names = FileNames.current();
    String objection = names.objection(address.name());
    String socket = names.pipe(address.name());
    int bytes = socket.getBytes(StandardCharsets.UTF_8).length;
    if (objection == null && bytes > Sockets.LONGEST_NAME) {
      int most = Sockets.LONGEST_NAME - names.pipes().length();
      objection = "the name of a pipe has at most " + most + " bytes";
    }
    if (objection != null) {
      throw new InvalidNameException(address.toString(), objection);
    }
    return new OwnerSocketName(address, socket);
  }

  @Override
  public int handOut(Sockets.Peer visitor) {
    return AccessPolicy.byMode(visitor, handle, -1);
  }

  @Override
  public int places() {
    return participants + DescriptorServer.ONLOOKERS;
  }

  @Override
  public void greet(int connection) {
    try (Arena arena = Arena.ofConfined()) {
      KernelException.check(
          "write", Pipes.write(connection, arena.allocateFrom(JAVA_BYTE, card), card.length));
    }
  }

  @Override
  public boolean hear(int connection) {
    Sockets.Parcel said = Sockets.receive(connection);
    if (said.fd() >= 0) {
      Files.close(said.fd()); // no owner was asked for one
    }
    boolean deletes =
        said.value() == DELETE
            && Permissions.of(Files.status(handle)).allow(Sockets.peer(connection), true);
    if (deletes) {
      deleted = true;
    }
    return deletes;
  }

  @Override
  public boolean isWanted() {
    return !deleted;
  }

  /// Whether a visitor has had the mailbox deleted.
  boolean isDeleted() {
    return deleted;
  }

  @Override
  public int lastWord() {
    return deleted ? DELETE : -1;
  }

  @Override
  public void close() {
    Files.close(handle);
  }
}
