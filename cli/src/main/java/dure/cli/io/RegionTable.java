// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.cli.options.ByteSize;
import dure.cli.options.Mode;
import dure.cli.options.OptionText;
import dure.memory.RegionStatus;
import java.util.Collection;
import java.util.OptionalInt;

/// Regions of shared memory, one in a row.
public final class RegionTable {
  private static final String NONE = "-";

  private RegionTable() {}

  /// The table of these regions.
  public static String of(Collection<RegionStatus> all) {
    return new Table<RegionStatus>()
        .text("REGION", region -> OptionText.of(region.kind()))
        .text("NAME", RegionStatus::name)
        .number("ID", region -> number(region.id()))
        .number("BYTES", region -> new ByteSize(region.bytes()).toString())
        .text("USER", RegionStatus::owner)
        .text("GROUP", RegionStatus::group)
        .text("MODE", region -> new Mode(region.mode()).toString())
        .number("ATTACHED", region -> Long.toString(region.attached()))
        .number("CREATOR", region -> number(region.creatorPid()))
        .text("OURS", region -> region.isMailbox() ? "a mailbox" : "no mailbox")
        .text("STATE", region -> region.removed() ? "removed, still attached" : "there")
        .of(all);
  }

  private static String number(OptionalInt number) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : NONE;
  }
}
