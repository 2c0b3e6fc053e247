// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import dure.Capacity;
import org.jspecify.annotations.Nullable;

/// Capacities as people write them: `zero`, a number of messages, bytes as in `64KiB`, or
/// `unbounded`.
public final class Capacities {
  private Capacities() {}

  /// Reads one.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Capacity parse(String text) {
    return switch (text) {
      case "zero" -> Capacity.zero();
      case "unbounded" -> Capacity.unbounded();
      case "0" ->
          throw new IllegalArgumentException(
              "'0' messages would be no mailbox; write 'zero' if senders are to hand over to"
                  + " receivers");
      default ->
          text.chars().allMatch(Character::isDigit)
              ? Capacity.bounded(Count.parse(text))
              : Capacity.bytes(ByteSize.parse(text).bytes());
    };
  }

  /// The same, which ends at this limit if it is unbounded.
  ///
  /// @throws IllegalArgumentException if it is not, and has no use for a limit
  public static Capacity limited(Capacity capacity, @Nullable ByteSize limit) {
    if (limit == null) {
      return capacity;
    }
    if (capacity instanceof Capacity.Unbounded) {
      return Capacity.unbounded(limit.bytes());
    }
    throw new IllegalArgumentException(
        "a limit in bytes goes with '--capacity unbounded'; other capacities are limits"
            + " themselves");
  }
}
