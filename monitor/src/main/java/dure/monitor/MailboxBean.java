// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import dure.Address;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.MailboxStatus.Participant;
import dure.Observers;
import dure.Occupancy;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The bean of one open mailbox.
final class MailboxBean implements MailboxMXBean {
  private final Address address;
  private final LatestStatus status;

  MailboxBean(Address address) {
    this.address = address;
    this.status = new LatestStatus(address);
  }

  @Override
  public String getAddress() {
    return address.toString();
  }

  @Override
  public String getCondition() {
    return status.get().condition().name();
  }

  @Override
  public @Nullable String getCapacity() {
    Details details = status.get().details();
    return details == null ? null : details.settings().capacity().toString();
  }

  @Override
  public @Nullable Long getMessageSize() {
    return detail(details -> details.settings().messageSize());
  }

  @Override
  public @Nullable Long getBytes() {
    return detail(Details::bytes);
  }

  @Override
  public @Nullable Long getDepth() {
    Long depth = detail(Details::depth);
    return depth == null || depth == Occupancy.UNKNOWN ? null : depth;
  }

  @Override
  public @Nullable Long getSent() {
    return counter(Counters::sent);
  }

  @Override
  public @Nullable Long getReceived() {
    return counter(Counters::received);
  }

  @Override
  public @Nullable Long getRedelivered() {
    return counter(Counters::redelivered);
  }

  @Override
  public @Nullable Long getRepaired() {
    return counter(Counters::repaired);
  }

  @Override
  public @Nullable Long getPassed() {
    return counter(Counters::passed);
  }

  @Override
  public @Nullable Long getDropped() {
    return counter(Counters::dropped);
  }

  @Override
  public @Nullable Long getDead() {
    return counter(Counters::dead);
  }

  @Override
  public @Nullable Long getSenders() {
    return ofParticipants(Details::senders);
  }

  @Override
  public @Nullable Long getReceivers() {
    return ofParticipants(Details::receivers);
  }

  @Override
  public @Nullable Long getWaitingToSend() {
    return ofParticipants(Details::waitingToSend);
  }

  @Override
  public @Nullable Long getWaitingToReceive() {
    return ofParticipants(Details::waitingToReceive);
  }

  @Override
  public String[] getParticipants() {
    Details details = status.get().details();
    return details == null
        ? new String[0]
        : details.participants().stream()
            .filter(Participant::alive)
            .map(its -> its.name() + " (" + its.pid() + ")")
            .toArray(String[]::new);
  }

  @Override
  public int getHandles() {
    return (int)
        Observers.handles().stream().filter(handle -> handle.address().equals(address)).count();
  }

  private @Nullable Long detail(ToLongFunction<Details> figure) {
    Details details = status.get().details();
    return details == null ? null : Long.valueOf(figure.applyAsLong(details));
  }

  private @Nullable Long ofParticipants(ToLongFunction<Details> figure) {
    Details details = status.get().details();
    return details == null || !details.participantsKnown()
        ? null
        : Long.valueOf(figure.applyAsLong(details));
  }

  private @Nullable Long counter(ToLongFunction<Counters> figure) {
    Details details = status.get().details();
    Counters counters = details == null ? null : details.counters();
    return counters == null ? null : Long.valueOf(figure.applyAsLong(counters));
  }
}
