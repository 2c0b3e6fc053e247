// SPDX-License-Identifier: Apache-2.0
package dure.lab.http;

import dure.DureException;
import dure.lab.run.LiveRun;
import dure.lab.run.Runs;
import dure.lab.run.TooManyRunsException;
import dure.lab.run.Viewer;
import dure.lab.scenario.Scenario;
import dure.lab.scenario.Scenarios;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Requests about runs: `/api/runs`, `/api/runs/ID`, `/api/runs/ID/stream`,
/// `/api/runs/ID/processes/LETTER`.
final class RunRequests {
  private final Runs runs;

  RunRequests(Runs runs) {
    this.runs = runs;
  }

  void handle(Exchange exchange) throws IOException, InterruptedException {
    String[] path = exchange.path().split("/", -1);
    try {
      if (path.length == 3 && exchange.method().equals("POST")) {
        start(exchange);
        return;
      }
      LiveRun live = path.length > 3 ? runs.get(path[3]) : null;
      if (live == null) {
        exchange.answerError(404, "this scenario has ended: start it again");
      } else if (path.length == 4) {
        run(exchange, live);
      } else if (path.length == 5 && path[4].equals("stream")) {
        stream(exchange, live);
      } else if (path.length == 6 && path[4].equals("processes")) {
        live.run().order(path[5], exchange.body().getOrDefault("order", ""));
        exchange.answerJson(200, "{}");
      } else {
        exchange.answerError(404, "there is nothing at this path");
      }
    } catch (TooManyRunsException full) {
      exchange.answerError(409, String.valueOf(full.getMessage()));
    } catch (IllegalArgumentException | DureException wrong) {
      exchange.answerError(400, String.valueOf(wrong.getMessage()));
    }
  }

  private void start(Exchange exchange) throws IOException {
    Map<String, String> said = new LinkedHashMap<>(exchange.body());
    String id = said.getOrDefault("scenario", "mailbox");
    said.remove("scenario");
    Scenario scenario = Scenarios.of(id, said);
    exchange.answerJson(200, ScenarioText.of(runs.start(scenario).run().id(), scenario));
  }

  private static void run(Exchange exchange, LiveRun live) throws IOException {
    if (exchange.method().equals("DELETE")) {
      live.run().close();
    } else {
      live.run().order(exchange.body().getOrDefault("order", ""));
    }
    exchange.answerJson(200, "{}");
  }

  private static void stream(Exchange exchange, LiveRun live)
      throws IOException, InterruptedException {
    Viewer viewer = live.open(exchange.query().equals("calm"));
    try {
      EventStream.send(
          exchange.answerStream("text/event-stream"), viewer, () -> live.run().isClosed());
    } finally {
      live.close(viewer);
    }
  }
}
