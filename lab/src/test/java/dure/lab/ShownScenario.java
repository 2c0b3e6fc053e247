// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import java.util.stream.Stream;

/// What the page shows when a scenario has come to what it is about.
///
/// @param id of the scenario
/// @param processes how many it has
/// @param shown a condition in the page's own language
record ShownScenario(String id, int processes, String shown) {

  private static String says(String key) {
    return "document.querySelector('.say').dataset.key === '" + key + "'";
  }

  private static String saysOne(String... keys) {
    return "['"
        + String.join("','", keys)
        + "'].includes(document.querySelector('.say').dataset.key)";
  }

  private static String is(String letter, String state) {
    return "document.querySelector('.proc[aria-label="
        + letter
        + "]').dataset.state === '"
        + state
        + "'";
  }

  /// Those that show it within a few seconds.
  static Stream<ShownScenario> quick() {
    return all().filter(scenario -> "rendezvous torn four-steps lost".contains(scenario.id()));
  }

  /// All.
  static Stream<ShownScenario> all() {
    return Stream.of(
        new ShownScenario("producer-consumer", 4, says("full")),
        new ShownScenario(
            "film", 2, "document.querySelector('.proc[aria-label=X] svg rect[fill]')"),
        new ShownScenario("video", 2, saysOne("full", "empty")),
        new ShownScenario(
            "policies",
            4,
            "[...document.querySelectorAll('.pol article:not([data-policy=pair]) svg')]"
                + ".every(svg => svg.querySelectorAll('circle').length > 9)"),
        new ShownScenario("rendezvous", 2, saysOne("meet", "meet-sender", "meet-receiver")),
        new ShownScenario("lost", 2, says("dropped-newest")),
        new ShownScenario("owner-dies", 4, says("owner-died")),
        new ShownScenario("killed-writing", 4, saysOne("killed-writing", "mended")),
        new ShownScenario("killed-holding", 3, says("killed-holding")),
        new ShownScenario("links", 5, says("allLinks")),
        new ShownScenario("torn", 3, says("torn")),
        new ShownScenario("spin-semaphore", 4, is("W", "asleep-semaphore")),
        new ShownScenario("four-steps", 2, says("step4")),
        new ShownScenario("pipe", 2, says("stream")),
        new ShownScenario("numbers", 3, says("numbers")),
        new ShownScenario("socket", 2, says("socketEnd")),
        new ShownScenario("race", 2, says("raceWon")),
        new ShownScenario("mailbox", 4, saysOne("full", "store", "empty", "flows")));
  }

  @Override
  public String toString() {
    return id;
  }
}
