// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import dure.Address;
import dure.Channel;
import dure.Choice;
import dure.Claim;
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
    return host.at(own.status());
  }

  @Override
  public Occupancy occupancy() {
    return own.occupancy();
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
    return own.send(message, payload, how, deadline);
  }

  @Override
  public Receipt await(int sent, Until until, long deadline) throws InterruptedException {
    return own.await(sent, until, deadline);
  }

  @Override
  public @Nullable Claim claim(long size, long deadline) throws InterruptedException {
    return own.claim(size, deadline);
  }

  @Override
  public @Nullable Claim claimBriefly(long size, long deadline) throws InterruptedException {
    return own.claimBriefly(size, deadline);
  }

  @Override
  public @Nullable Message receive(Choice choice, long deadline) throws InterruptedException {
    return own.receive(choice, deadline);
  }

  @Override
  public @Nullable Unsettled take(Use use, long deadline) throws InterruptedException {
    return own.take(use, deadline);
  }

  @Override
  public @Nullable Unsettled next(Unsettled done) {
    return own.next(done);
  }

  @Override
  public List<Message> untaken() {
    return own.untaken();
  }

  @Override
  public List<Message> browse(int most) {
    return own.browse(most);
  }

  @Override
  public boolean remove(Message seen) {
    return own.remove(seen);
  }

  @Override
  public void close() {
    host.close();
  }
}
