// SPDX-License-Identifier: Apache-2.0
package dure.gate;

/// What a sleeper needs to know of the place where it sleeps: a word that every event counts up.
///
/// A thread that announces itself and *then* looks once more misses nothing by sleeping.
public interface EventCount {
  /// Announces a sleeper: what to pass to [#sleep], after having looked once more.
  int announce();

  /// Sleeps until an event, at most `nanos`, and not for long: the caller looks again.
  void sleep(int event, long nanos);
}
