// SPDX-License-Identifier: Apache-2.0
package dure.bench.role;

/// The side of a run that does not measure.
@FunctionalInterface
interface Partner {
  /// Does its part of one slice.
  void accompany() throws InterruptedException;
}
