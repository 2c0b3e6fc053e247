// SPDX-License-Identifier: Apache-2.0
package dure.gate;

/// Where one sleeps who found nothing to do, as far as he needs to know: a word that is counted up
/// by every event.
///
/// Who announces himself and *then* looks once more misses nothing by sleeping.
public interface EventCount {
  /// Announces a sleeper: what to pass to [#sleep], after having looked once more.
  int announce();

  /// Sleeps until an event, at most `nanos`, and not for long: the caller looks again.
  void sleep(int event, long nanos);
}
