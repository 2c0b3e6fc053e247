// SPDX-License-Identifier: Apache-2.0
package dure.lab.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The ready-made scenarios, by their addresses on the page.
public final class Scenarios {
  private static final Map<String, Ready> ALL = new LinkedHashMap<>();

  /// A scenario that is a situation around one mailbox.
  private record Ready(Map<String, String> words, List<Cue> cues, double repeat) {}

  static {
    ready(
        "producer-consumer",
        Map.of(),
        16,
        new Cue(5, "A", "rate 1.6"),
        new Cue(5, "B", "rate 1.6"),
        new Cue(5, "X", "rate 4"),
        new Cue(5, "Y", "rate 4"),
        new Cue(11, "A", "rate 3.6"),
        new Cue(11, "B", "rate 3.6"),
        new Cue(11, "X", "rate 1.2"),
        new Cue(11, "Y", "rate 1.2"));
    ready("mailbox", Map.of(), 0);
  }

  private Scenarios() {}

  private static void ready(String id, Map<String, String> words, double repeat, Cue... cues) {
    ALL.put(id, new Ready(words, List.of(cues), repeat));
  }

  /// The addresses of all.
  public static Set<String> ids() {
    return ALL.keySet();
  }

  /// A scenario, with choices of the page's in the place of its own.
  ///
  /// @throws IllegalArgumentException if there is none of this address, or a choice is none
  public static Scenario of(String id, Map<String, String> said) {
    Ready ready = ALL.get(id);
    if (ready == null) {
      throw new IllegalArgumentException("there is no scenario '" + id + "'");
    }
    Map<String, String> words = new LinkedHashMap<>(ready.words());
    words.putAll(said);
    return Situation.of(id, words, ready.cues(), ready.repeat());
  }
}
