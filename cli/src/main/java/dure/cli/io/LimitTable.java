// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.cli.doctor.LimitCheck;
import java.util.Collection;

/// Limits of the system, one in a row.
public final class LimitTable {
  private static final String UNKNOWN = "?";

  private LimitTable() {}

  /// The table of these limits.
  public static String of(Collection<LimitCheck> all) {
    return new Table<LimitCheck>()
        .text("LIMITS", LimitCheck::mechanism)
        .text("NAME", LimitCheck::name)
        .text("VALUE", limit -> limit.value().isEmpty() ? UNKNOWN : limit.value())
        .text("MEANING", LimitCheck::meaning)
        .text("TO RAISE IT", LimitCheck::remedy)
        .of(all);
  }
}
