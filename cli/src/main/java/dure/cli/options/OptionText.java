// SPDX-License-Identifier: Apache-2.0
package dure.cli.options;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The words for a choice, on the command line and in listings: the constants of an enum in lower
/// case.
public final class OptionText {
  private OptionText() {}

  /// The word for a constant.
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The words for all of them.
  static List<String> of(Enum<?>[] constants) {
    return Arrays.stream(constants).map(OptionText::of).toList();
  }

  /// The constant of a word.
  ///
  /// @throws IllegalArgumentException if it is the word of none
  static <E extends Enum<E>> E parse(E[] constants, String word) {
    for (E constant : constants) {
      if (of(constant).equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "'" + word + "' is none of " + String.join(", ", of(constants)));
  }
}
