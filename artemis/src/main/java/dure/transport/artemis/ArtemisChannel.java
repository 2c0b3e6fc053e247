// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.Address;
import dure.Capacity;
import dure.Channel;
import dure.Choice;
import dure.Claim;
import dure.Feature;
import dure.MailboxSettings;
import dure.MailboxStatus;
import dure.Message;
import dure.Occupancy;
import dure.Payload;
import dure.Receipt;
import dure.Sending;
import dure.Until;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A mailbox at a broker, as one process has it open.
final class ArtemisChannel implements Channel {
  private final ArtemisHandle handle;
  private final BrokerSends sends;
  private final BrokerReceives receives;
  private final BrokerClaims claims;

  ArtemisChannel(ArtemisHandle handle) {
    this.handle = handle;
    this.sends = new BrokerSends(handle);
    this.receives = new BrokerReceives(handle);
    this.claims = new BrokerClaims(handle, sends);
  }

  @Override
  public Address address() {
    return handle.address();
  }

  @Override
  public MailboxSettings settings() {
    return handle.settings();
  }

  @Override
  public Map<Feature, String> lacks() {
    return ArtemisTransport.LACKS;
  }

  @Override
  public MailboxStatus status() {
    handle.state().check();
    return ArtemisTransport.status(handle.address(), handle.asks(), handle.queues(), settings());
  }

  @Override
  public Occupancy occupancy() {
    handle.state().check();
    int waiting = sends.waitingReceivers();
    if (settings().capacity() instanceof Capacity.Bounded bounded) {
      long depth = handle.asks().count(handle.queues().messages());
      return new Occupancy(depth, Math.max(0, bounded.messages() - depth), waiting);
    }
    long depth = handle.isRendezvous() ? 0 : handle.asks().count(handle.queues().messages());
    return new Occupancy(depth, handle.isRendezvous() ? waiting : Long.MAX_VALUE, waiting);
  }

  @Override
  public <S> int send(S message, Payload<S> payload, Sending how, long deadline)
      throws InterruptedException {
    requireFits(payload.size(message));
    return sends.send(payload.bytes(message), how, null, deadline);
  }

  @Override
  public <S> int sendOnce(
      String identity, S message, Payload<S> payload, Sending how, long deadline)
      throws InterruptedException {
    requireFits(payload.size(message));
    return sends.send(payload.bytes(message), how, identity, deadline);
  }

  @Override
  public Receipt await(int sent, Until until, long deadline) throws InterruptedException {
    return sends.await(sent, until, deadline);
  }

  @Override
  public @Nullable Claim claim(long size, long deadline) throws InterruptedException {
    requireFits(size);
    return claims.claim((int) size, deadline);
  }

  @Override
  public @Nullable Message receive(Choice choice, long deadline) throws InterruptedException {
    return receives.receive(choice, deadline);
  }

  @Override
  public @Nullable Unsettled take(Use use, long deadline) throws InterruptedException {
    return receives.take(use, deadline);
  }

  @Override
  public List<Message> browse(int most) {
    return handle.isRendezvous() ? List.of() : receives.browse(null, most);
  }

  @Override
  public boolean remove(Message seen) {
    handle.state().check();
    return seen instanceof IdentifiedMessage known
        && known.id() != null
        && sends.isTakenBack(BrokerMessage.ID + " = '" + known.id() + "'");
  }

  @Override
  public void close() {
    handle.close();
  }
}
