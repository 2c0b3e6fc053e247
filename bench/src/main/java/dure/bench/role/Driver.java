// SPDX-License-Identifier: Apache-2.0
package dure.bench.role;

/// The side of a run that measures.
@FunctionalInterface
interface Driver {
  /// Measures one slice: its figures, as `name=value` with spaces between. When it returns, the
  /// partner has gone back to the line.
  String drive(long nanos) throws InterruptedException;
}
