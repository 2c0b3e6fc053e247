// SPDX-License-Identifier: Apache-2.0
package dure;

/// Which message a receiver wants next, in a mailbox of [Order#NUMBER].
///
/// @param code 0 for the next of all, k for number k, −k for the lowest number up to k, as System V
///   has it
public record Choice(long code) {
  /// The next of all.
  public static final Choice NEXT = new Choice(0);

  /// The next of this number; others stay where they are.
  ///
  /// @throws IllegalArgumentException unless the number is from 1 on
  public static Choice number(long number) {
    return new Choice(positive(number));
  }

  /// The next of the lowest number that is there, up to this; messages without a number count as 0.
  ///
  /// @throws IllegalArgumentException unless the number is from 1 on
  public static Choice lowestUpTo(long number) {
    return new Choice(-positive(number));
  }

  private static long positive(long number) {
    if (number < 1) {
      throw new IllegalArgumentException("numbers to choose are from 1 on, not " + number);
    }
    return number;
  }
}
