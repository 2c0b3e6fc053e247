// SPDX-License-Identifier: Apache-2.0
package dure.direct;

import java.util.Comparator;

/// The link of two processes that talk to each other by name. There is one for a pair, it carries
/// both directions, and it goes when either ends.
///
/// @param one of the two, the first by name
/// @param other of the two
public record Link(String one, String other) implements Comparable<Link> {
  /// The link of these two, whichever is named first.
  public Link {
    if (one.compareTo(other) > 0) {
      String swapped = one;
      one = other;
      other = swapped;
    }
  }

  @Override
  public int compareTo(Link that) {
    return Comparator.comparing(Link::one).thenComparing(Link::other).compare(this, that);
  }
}
