// SPDX-License-Identifier: Apache-2.0
package dure.cli.io;

import dure.cli.doctor.Limit;
import java.util.Collection;

/// Limits of the system, one in a row.
public final class LimitTable {
  private static final String UNKNOWN = "?";

  private LimitTable() {}

  /// The table of these limits.
  public static String of(Collection<Limit> all) {
    return new Table<Limit>()
        .text("LIMITS", Limit::mechanism)
        .text("NAME", Limit::name)
        .text("VALUE", limit -> limit.value().isEmpty() ? UNKNOWN : limit.value())
        .text("MEANING", Limit::meaning)
        .text("TO RAISE IT", Limit::remedy)
        .of(all);
  }
}
