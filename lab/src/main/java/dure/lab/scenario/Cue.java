// SPDX-License-Identifier: Apache-2.0
package dure.lab.scenario;

/// Something that a scenario does by itself, so that what it is about is seen without a click.
///
/// @param seconds when, by the scenario's clock at its own speed
/// @param letter to which process
/// @param order what: `rate R`, `kill`, `stop`, `continue`, or `kill-at WORD`, which kills the
///   process when it next reports that word
public record Cue(double seconds, String letter, String order) {}
