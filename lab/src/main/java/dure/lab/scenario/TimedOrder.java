// SPDX-License-Identifier: Apache-2.0
package dure.lab.scenario;

/// An order that a scenario gives by itself at a time, so that it shows what it is about without a
/// click.
///
/// @param seconds when, by the scenario's clock at its own speed
/// @param letter to which process
/// @param order what: `rate R`, `kill`, `stop`, `continue`, or `kill-at WORD`, which kills the
///   process when it next reports that word
public record TimedOrder(double seconds, String letter, String order) {}
