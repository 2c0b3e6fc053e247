// SPDX-License-Identifier: Apache-2.0
package dure.lab.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The ready-made scenarios, by their addresses on the page.
public final class Scenarios {
  private static final Map<String, Function<Map<String, String>, Scenario>> ALL =
      new LinkedHashMap<>();

  static {
    around("mailbox", Map.of(), 0);
    around(
        "producer-consumer",
        Map.of(),
        30,
        new TimedOrder(15, "A", "rate 1.6"),
        new TimedOrder(15, "B", "rate 1.6"),
        new TimedOrder(15, "X", "rate 4"),
        new TimedOrder(15, "Y", "rate 4"),
        new TimedOrder(27, "A", "rate 3.6"),
        new TimedOrder(27, "B", "rate 3.6"),
        new TimedOrder(27, "X", "rate 1.2"),
        new TimedOrder(27, "Y", "rate 1.2"));
    around(
        "video",
        Map.of(
            "senders", "1",
            "receivers-count", "1",
            "name", "film",
            "receivers", "pair",
            "capacity", "16",
            "size", "480",
            "sizes", "varied",
            "send-rate", "12",
            "receive-rate", "6"),
        24,
        new TimedOrder(12, "A", "rate 3"),
        new TimedOrder(22, "A", "rate 12"));
    around(
        "rendezvous",
        Map.of(
            "senders", "1",
            "receivers-count", "1",
            "name", "meet",
            "capacity", "zero",
            "send-rate", "1",
            "receive-rate", "0.35",
            "slower", "1"),
        24,
        new TimedOrder(10, "A", "rate 0.25"),
        new TimedOrder(10, "X", "rate 1"),
        new TimedOrder(20, "A", "rate 1"),
        new TimedOrder(20, "X", "rate 0.35"));
    around(
        "lost",
        Map.of(
            "senders", "1",
            "receivers-count", "1",
            "name", "wallet",
            "capacity", "3",
            "until", "nothing",
            "when-full", "drop-newest",
            "send-rate", "3.6",
            "receive-rate", "1"),
        0);
    around(
        "owner-dies",
        Map.of(
            "senders", "1",
            "receivers-count", "2",
            "name", "scratch",
            "owner", "process",
            "capacity", "8",
            "send-rate", "1",
            "receive-rate", "4"),
        0,
        new TimedOrder(9, "O", "kill"));
    around(
        "killed-writing",
        Map.of("send-rate", "3", "rate-of-B", "1.2", "receive-rate", "2.4"),
        0,
        new TimedOrder(8, "B", "kill-at writes"));
    around(
        "killed-holding",
        Map.of(
            "senders", "1",
            "acknowledge", "true",
            "send-rate", "3",
            "receive-rate", "1.6"),
        0,
        new TimedOrder(8, "X", "kill-at holds"));
    around(
        "numbers",
        Map.of(
            "senders", "1",
            "receivers-count", "2",
            "name", "forms",
            "order", "number",
            "numbers", "3,5,7,3,9",
            "number-of-X", "7",
            "send-rate", "3.6",
            "receive-rate", "1.6"),
        0);
    ALL.put("film", SpecialScenarios::film);
    ALL.put("policies", SpecialScenarios::policies);
    ALL.put("links", SpecialScenarios::links);
    ALL.put("torn", SpecialScenarios::torn);
    ALL.put("spin-semaphore", SpecialScenarios::locks);
    ALL.put("four-steps", SpecialScenarios::fourSteps);
    ALL.put("pipe", SpecialScenarios::pipe);
    ALL.put("socket", SpecialScenarios::socket);
    ALL.put("race", SpecialScenarios::race);
  }

  private Scenarios() {}

  private static void around(
      String id, Map<String, String> words, double repeat, TimedOrder... orders) {
    ALL.put(
        id,
        said -> {
          Map<String, String> all = new LinkedHashMap<>(words);
          all.putAll(said);
          return Situation.of(id, all, List.of(orders), repeat);
        });
  }

  /// The addresses of all.
  public static Set<String> ids() {
    return ALL.keySet();
  }

  /// A scenario, with choices of the page's in the place of its own.
  ///
  /// @throws IllegalArgumentException if there is none of this address, or a choice is none
  public static Scenario of(String id, Map<String, String> said) {
    Function<Map<String, String>, Scenario> ready = ALL.get(id);
    if (ready == null) {
      throw new IllegalArgumentException("there is no scenario '" + id + "'");
    }
    return ready.apply(said);
  }
}
