// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.MailboxStatus;
import dure.MailboxStatus.Details;
import dure.cli.options.ByteSize;
import dure.cli.options.Mode;
import dure.cli.options.Words;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Mailboxes, one in a row.
public final class MailboxTable {
  private static final String UNKNOWN = "?";

  private MailboxTable() {}

  /// The table of these mailboxes.
  public static String of(Collection<MailboxStatus> all) {
    return new Table<MailboxStatus>()
        .text("NAME", status -> status.address().toString())
        .number("DEPTH", of(d -> d.depth() + "/" + d.settings().capacity()))
        .number("SIZE", of(d -> new ByteSize(d.settings().messageSize()).toString()))
        .text("RECEIVERS", of(d -> Words.of(d.settings().receivers())))
        .text("ORDER", of(d -> Words.of(d.settings().order())))
        .text("WHEN-FULL", of(d -> Words.of(d.settings().whenFull())))
        .text("OWNER", of(d -> Words.of(d.settings().owner())))
        .number("SENDING", of(d -> Long.toString(d.senders())))
        .number("RECEIVING", of(d -> Long.toString(d.receivers())))
        .number("WAITING", of(d -> Long.toString(d.waitingToSend() + d.waitingToReceive())))
        .number("DROPPED", of(d -> Long.toString(d.counters().dropped())))
        .number("DEAD", of(d -> Long.toString(d.counters().dead())))
        .number("BYTES", of(d -> new ByteSize(d.bytes()).toString()))
        .text("USER", of(Details::user))
        .text("MODE", of(d -> new Mode(d.settings().mode()).toString()))
        .text("CONDITION", status -> Words.of(status.condition()))
        .of(all);
  }

  private static Function<MailboxStatus, @Nullable String> of(Function<Details, String> cell) {
    return status -> {
      Details details = status.details();
      return details == null ? UNKNOWN : cell.apply(details);
    };
  }
}
