// SPDX-License-Identifier: Apache-2.0
package dure.lab.run;

import dure.lab.role.SharedObjects;
import dure.lab.scenario.ProcessPlan;
import dure.lab.scenario.Scenario;
import dure.pipe.Fifo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a run's processes share beside mailboxes: regions, FIFOs and sockets, by a name that no
/// other run has.
final class RunObjects implements AutoCloseable {
  private static final String PLACE = "{unique}";

  private final Scenario scenario;
  private final String unique;

  RunObjects(String run, Scenario scenario) {
    this.scenario = scenario;
    this.unique = "dure-lab-" + ProcessHandle.current().pid() + "-" + run;
    scenario.processes().stream()
        .flatMap(plan -> optionsOf(plan).entrySet().stream())
        .filter(option -> option.getKey().equals("fifo"))
        .map(Map.Entry::getValue)
        .distinct()
        .forEach(path -> Fifo.create(Path.of(path), 0600));
  }

  /// The name.
  String unique() {
    return unique;
  }

  /// A process's choices, with the name in its place.
  Map<String, String> optionsOf(ProcessPlan plan) {
    Map<String, String> options = new LinkedHashMap<>();
    plan.options().forEach((name, value) -> options.put(name, value.replace(PLACE, unique)));
    return options;
  }

  @Override
  public void close() {
    scenario.processes().forEach(plan -> SharedObjects.remove(optionsOf(plan)));
  }
}
