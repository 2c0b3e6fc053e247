// SPDX-License-Identifier: Apache-2.0
package dure.transport.pipe;

import dure.Address;
import dure.MailboxDeletedException;
import dure.ReceiverGoneException;
import dure.carrier.SharedDescriptor;
import dure.handover.DescriptorServer;
import java.util.Map;

/// A pipe that a process owns, as its owner or a visitor has it open: for reading and writing, so
/// that what is in it stays as long as the owner does.
final class OwnedAccess implements PipeAccess {
  private final Address address;
  private final SharedDescriptor pipe;
  private final Tie tie;
  private final String owner;

  /// What ties the handle to the mailbox's owner.
  interface Tie extends AutoCloseable {
    /// @throws dure.DureException if the mailbox is no more, saying why
    void requireLive();

    @Override
    void close();
  }

  /// @param fd the pipe, open for both
  /// @param owner who that is, by name and number
  OwnedAccess(Address address, int fd, Tie tie, String owner) {
    this.address = address;
    this.pipe = new SharedDescriptor(address.toString(), fd);
    this.tie = tie;
    this.owner = owner;
  }

  /// The tie of the owner itself.
  static Tie own(Address address, PipeAccessPolicy keeper, DescriptorServer door) {
    return new Tie() {
      @Override
      public void requireLive() {
        if (keeper.isDeleted()) {
          throw deleted(address);
        }
      }

      @Override
      public void close() {
        door.close();
      }
    };
  }

  static MailboxDeletedException deleted(Address address) {
    return new MailboxDeletedException(
        address.toString(), "it has been deleted; its waiters are woken");
  }

  @Override
  public SharedDescriptor toSend() {
    return toLook();
  }

  @Override
  public SharedDescriptor toReceive() {
    return toLook();
  }

  @Override
  public SharedDescriptor toLook() {
    int _ = pipe.enter();
    return pipe;
  }

  @Override
  public void requireLive(int fd) {
    tie.requireLive();
  }

  @Override
  public void nobodyReads(boolean seen) {
    throw new ReceiverGoneException(address.toString(), "no process can receive any more");
  }

  @Override
  public void nobodyWrites() {
    throw new AssertionError("who receives could write too");
  }

  @Override
  public Map<String, String> notes() {
    return Map.of("owner", owner);
  }

  @Override
  public void close() {
    pipe.close();
    tie.close();
  }
}
