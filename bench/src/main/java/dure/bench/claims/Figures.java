// SPDX-License-Identifier: Apache-2.0
package dure.bench.claims;

import java.util.Arrays;

/// What a process found.
///
/// @param count messages, or trips, that counted
/// @param nanos in which they did
/// @param all messages sent or received from first to last
/// @param refused messages that were not accepted
/// @param systemNanos processor time in the kernel for all
/// @param userNanos processor time outside it for all
record Figures(long count, long nanos, long all, long refused, long systemNanos, long userNanos) {
  /// As a line.
  String line() {
    return String.format(
        "count=%d nanos=%d all=%d refused=%d system=%d user=%d",
        count, nanos, all, refused, systemNanos, userNanos);
  }

  /// Reads it.
  static Figures of(String line) {
    long[] values =
        Arrays.stream(line.split(" ", -1))
            .mapToLong(word -> Long.parseLong(word.substring(word.indexOf('=') + 1)))
            .toArray();
    return new Figures(values[0], values[1], values[2], values[3], values[4], values[5]);
  }

  double nanosEach() {
    return (double) nanos / count;
  }

  double perSecond() {
    return count * 1e9 / nanos;
  }
}
