// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.Channel;
import dure.Choice;
import dure.Claim;
import dure.Deadline;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.Occupancy;
import dure.Payload;
import dure.Receipt;
import dure.Sending;
import dure.Until;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The creator's own handle: the mailbox in shared memory, with the settings that were chosen for
/// its socket, and ending with its host.
///
/// @param settings as its creator chose them
/// @param own the mailbox in shared memory, by the address of its socket
record HostChannel(MailboxSettings settings, Channel own, Host host) implements Channel {
  @Override
  public Address address() {
    return own.address();
  }

  @Override
  public MailboxStatus status() {
    settle();
    return host.at(own.status());
  }

  @Override
  public Occupancy occupancy() {
    settle();
    return own.occupancy();
  }

  /// What guests have written into lent room is to be seen.
  private void settle() {
    host.lending().settle(null);
  }

  @Override
  public void requireLive() {
    own.requireLive();
  }

  @Override
  public Channel another() {
    return own.another();
  }

  @Override
  public <S> int send(S message, Payload<S> payload, Sending how, long deadline)
      throws InterruptedException {
    Lending lending = host.lending();
    lending.enter();
    try {
      lending.callBack(null);
      return own.send(message, payload, how, deadline);
    } finally {
      lending.leave();
    }
  }

  @Override
  public Receipt await(int sent, Until until, long deadline) throws InterruptedException {
    return own.await(sent, until, deadline);
  }

  @Override
  public @Nullable Claim claim(long size, long deadline) throws InterruptedException {
    beforeClaim();
    return own.claim(size, deadline);
  }

  @Override
  public @Nullable Claim claimBriefly(long size, long deadline) throws InterruptedException {
    beforeClaim();
    return own.claimBriefly(size, deadline);
  }

  private void beforeClaim() {
    host.lending().claimed();
    host.lending().callBack(null);
  }

  @Override
  public @Nullable Message receive(Choice choice, long deadline) throws InterruptedException {
    if (isLookedAt(deadline)) {
      Message next = own.receive(choice, Deadline.NOW);
      if (next != null) {
        return next;
      }
      settle();
    }
    return own.receive(choice, deadline);
  }

  @Override
  public @Nullable Unsettled take(Use use, long deadline) throws InterruptedException {
    if (isLookedAt(deadline)) {
      Unsettled next = own.take(use, Deadline.NOW);
      if (next != null) {
        return next;
      }
      settle();
    }
    return own.take(use, deadline);
  }

  /// Whether a receiver that waits so long might miss what a guest has written into lent room.
  private boolean isLookedAt(long deadline) {
    return deadline != Deadline.NEVER && host.lending().isLent();
  }

  @Override
  public @Nullable Unsettled next(Unsettled done) {
    return own.next(done);
  }

  @Override
  public List<Message> untaken() {
    settle();
    return own.untaken();
  }

  @Override
  public List<Message> browse(int most) {
    settle();
    return own.browse(most);
  }

  @Override
  public boolean remove(Message seen) {
    settle();
    return own.remove(seen);
  }

  @Override
  public void close() {
    host.close();
  }
}
