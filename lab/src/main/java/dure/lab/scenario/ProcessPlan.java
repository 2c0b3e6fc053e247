// SPDX-License-Identifier: Apache-2.0
package dure.lab.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

/// A process that a scenario needs.
///
/// @param letter by which the page calls it
/// @param kind which role program it runs
/// @param rate operations a second when the scenario runs as fast as it is, or `max`
/// @param mailbox which of the scenario's mailboxes it opens, from 0; -1 for none, -2 for all
/// @param options the role's own choices
public record ProcessPlan(
    String letter, String kind, String rate, int mailbox, Map<String, String> options) {

  /// [#mailbox] of a process that opens none.
  public static final int NO_MAILBOX = -1;

  /// [#mailbox] of a process that opens all of them.
  public static final int ALL_MAILBOXES = -2;

  /// The same with one more choice.
  public ProcessPlan with(String option, String value) {
    Map<String, String> more = new LinkedHashMap<>(options);
    more.put(option, value);
    return new ProcessPlan(letter, kind, rate, mailbox, more);
  }
}
