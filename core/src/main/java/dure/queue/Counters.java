// SPDX-License-Identifier: Apache-2.0
package dure.queue;

import dure.layout.HeaderLayout;
import dure.raw.Words;

/// Counters in the header, which any participant may add to.
public final class Counters {
  private Counters() {}

  /// Adds to a counter, unless the header is gone: an atomic update of a page that was taken from
  /// under us could end the JVM, which a plain look cannot.
  public static void add(long header, long counter, long more) {
    if (Words.longAcquire(header + HeaderLayout.MAGIC) == HeaderLayout.MAGIC_VALUE) {
      Words.longGetAndAdd(header + counter, more);
    }
  }
}
