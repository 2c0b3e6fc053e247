// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.Capacity;
import dure.MailboxStatus;
import dure.MailboxStatus.Counters;
import dure.MailboxStatus.Details;
import dure.Occupancy;
import dure.cli.options.ByteSize;
import dure.cli.options.Mode;
import dure.cli.options.OptionText;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Mailboxes, one in a row.
public final class MailboxTable {
  private static final String UNKNOWN = "?";

  private MailboxTable() {}

  /// The table of these mailboxes.
  public static String of(Collection<MailboxStatus> all) {
    return new Table<MailboxStatus>()
        .text("NAME", status -> status.address().toString())
        .number("DEPTH", of(d -> count(d.depth()) + "/" + capacity(d.settings().capacity())))
        .number("SIZE", of(d -> new ByteSize(d.settings().messageSize()).toString()))
        .text("RECEIVERS", of(d -> OptionText.of(d.settings().receivers())))
        .text("ORDER", of(d -> OptionText.of(d.settings().order())))
        .text("WHEN-FULL", of(d -> OptionText.of(d.settings().whenFull())))
        .text("OWNER", of(d -> OptionText.of(d.settings().owner())))
        .number("SENDING", of(d -> d.participantsKnown() ? count(d.senders()) : UNKNOWN))
        .number("RECEIVING", of(d -> d.participantsKnown() ? count(d.receivers()) : UNKNOWN))
        .number(
            "WAITING",
            of(d ->
                d.participantsKnown() ? count(d.waitingToSend() + d.waitingToReceive()) : UNKNOWN))
        .number("DROPPED", counted(Counters::dropped))
        .number("DEAD", counted(Counters::dead))
        .number("BYTES", of(d -> new ByteSize(d.bytes()).toString()))
        .text("USER", of(Details::user))
        .text("MODE", of(d -> new Mode(d.settings().mode()).toString()))
        .text("CONDITION", status -> OptionText.of(status.condition()))
        .of(all);
  }

  private static String count(long number) {
    return number == Occupancy.UNKNOWN ? UNKNOWN : Long.toString(number);
  }

  private static String capacity(Capacity capacity) {
    return capacity instanceof Capacity.Bytes(long bytes)
        ? new ByteSize(bytes).toString()
        : capacity.toString();
  }

  private static Function<MailboxStatus, @Nullable String> counted(ToLongFunction<Counters> of) {
    return of(d -> d.counters() == null ? UNKNOWN : count(of.applyAsLong(d.counters())));
  }

  private static Function<MailboxStatus, @Nullable String> of(Function<Details, String> cell) {
    return status -> {
      Details details = status.details();
      return details == null ? UNKNOWN : cell.apply(details);
    };
  }
}
