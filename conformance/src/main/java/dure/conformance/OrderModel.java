// SPDX-License-Identifier: Apache-2.0
package dure.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// What the two kinds of message queue define, on a list.
final class OrderModel {
  /// @param key its priority or its number
  private record Entry(String text, int key) {}

  private final List<Entry> entries = new ArrayList<>();

  void add(String text, int key) {
    entries.add(new Entry(text, key));
  }

  int size() {
    return entries.size();
  }

  /// The oldest of the highest priority.
  String takeHighest() {
    int highest = entries.stream().mapToInt(Entry::key).max().orElse(0);
    return takeFirst(entry -> entry.key() == highest);
  }

  /// The first of all for 0, the first of a number for that number, and for a negative one the
  /// first of the lowest number up to its magnitude.
  String takeChosen(int choice) {
    if (choice == 0) {
      return takeFirst(entry -> true);
    }
    if (choice > 0) {
      return takeFirst(entry -> entry.key() == choice);
    }
    int lowest =
        entries.stream().min(Comparator.comparingInt(Entry::key)).map(Entry::key).orElse(0);
    return takeFirst(entry -> entry.key() == lowest && lowest <= -choice);
  }

  private String takeFirst(Predicate<Entry> wanted) {
    for (Entry entry : entries) {
      if (wanted.test(entry)) {
        entries.remove(entry);
        return entry.text();
      }
    }
    return ReceiverRole.NOTHING;
  }
}
