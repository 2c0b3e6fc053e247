// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a role is told to do: a verb, words, and words with names, as in `post hello until=RECEIVED
/// within=500`.
///
/// @param words the verb first
/// @param named by name
record Command(List<String> words, Map<String, String> named) {
  static Command of(String line) {
    List<String> words = new ArrayList<>();
    Map<String, String> named = new HashMap<>();
    for (String word : line.strip().split(" +", -1)) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        words.add(word);
      } else {
        named.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return new Command(words, named);
  }

  String verb() {
    return words.getFirst();
  }

  String word(int index) {
    return words.get(index);
  }

  int count(int index) {
    return Integer.parseInt(words.get(index));
  }

  String named(String name, String otherwise) {
    return named.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(named(name, Integer.toString(otherwise)));
  }

  /// So many milliseconds, or null if nothing is said.
  @Nullable Duration within() {
    String within = named.get("within");
    return within == null ? null : Duration.ofMillis(Long.parseLong(within));
  }
}
