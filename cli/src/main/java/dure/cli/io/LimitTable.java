// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.cli.doctor.LimitCheck;
import dure.cli.options.OptionText;
import java.util.Collection;

/// What the doctor has examined, one in a row.
public final class LimitTable {
  private static final String UNKNOWN = "?";

  private LimitTable() {}

  /// The table of these findings.
  public static String of(Collection<LimitCheck> all) {
    return new Table<LimitCheck>()
        .text("VERDICT", limit -> OptionText.of(limit.verdict()))
        .text("LIMITS", LimitCheck::mechanism)
        .text("NAME", LimitCheck::name)
        .text("VALUE", limit -> limit.value().isEmpty() ? UNKNOWN : limit.value())
        .text("MEANING", LimitCheck::meaning)
        .text("WHAT TO DO", LimitCheck::remedy)
        .of(all);
  }
}
