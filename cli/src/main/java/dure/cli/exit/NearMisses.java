// SPDX-License-Identifier: Apache-2.0
package dure.cli.exit;

import java.util.Collection;
import java.util.List;

/// Finds the names that a misspelt one may stand for.
final class NearMisses {
  private static final int MOST_EDITS = 2;

  private NearMisses() {}

  /// The names that are at most two edits away, and fewer than half of their letters.
  static List<String> of(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> {
          int edits = edits(typed, name);
          return edits <= MOST_EDITS && 2 * edits < name.length();
        })
        .sorted()
        .toList();
  }

  /// How many letters are to be inserted, removed, replaced, or swapped with their neighbours: the
  /// optimal string alignment distance.
  private static int edits(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(int[][] cost, String from, String to, int i, int j) {
    int replace = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int edit = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(edit, cost[i - 2][j - 2] + 1) : edit;
  }
}
