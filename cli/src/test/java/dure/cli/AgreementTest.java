// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.lab.run.MachineView;
import dure.micrometer.MailboxMetrics;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// All that shows a mailbox shows the same of one that is at rest.
class AgreementTest extends CommandTest {
  private static final List<String> FIGURES =
      List.of("depth", "sent", "received", "redelivered", "repaired", "passed", "dropped", "dead");

  private final String failed = TestNamespace.name("failed");

  @Test
  void stat_ls_peek_top_metrics_and_the_lab_agree() throws Exception {
    assertThat(dure("create", failed).status()).isZero();
    try {
      create("--capacity", "4", "--attempts", "2", "--dead-letters", failed);
      send("poison", "done", "one", "two");
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThat(dure("receive", name, "--give-back").out()).isEqualTo("poison\n");
      }
      assertThat(dure("receive", name).out()).isEqualTo("done\n");
      Map<String, Long> stat = figures(JsonText.object(dure("stat", name, "--json").out().strip()));
      assertThat(stat)
          .isEqualTo(
              Map.of(
                  "depth",
                  2L,
                  "sent",
                  4L,
                  "received",
                  1L,
                  "redelivered",
                  1L,
                  "repaired",
                  0L,
                  "passed",
                  0L,
                  "dropped",
                  0L,
                  "dead",
                  1L));
      assertThat(ls()).isEqualTo(stat);
      assertThat(metrics()).isEqualTo(stat);
      assertThat(lab()).isEqualTo(stat);
      assertThat(dure("peek", name, "-n", "100").out().lines())
          .hasSize(Math.toIntExact(stat.get("depth")));
      assertThat(row(dure("top", name, "--count", "1").out())).contains(" 2/4 ");
      assertThat(row(dure("ls", name).out())).contains(" 2/4 ");
      assertThat(dure("stat", name).out())
          .containsPattern("\ndepth +2\\b")
          .containsPattern("\ndead +1\n");
    } finally {
      Mailbox.delete(failed);
    }
  }

  private void send(String... messages) {
    for (String message : messages) {
      assertThat(dure("send", name, message).status()).isZero();
    }
  }

  private static Map<String, Long> figures(Map<?, ?> json) {
    Map<String, Long> figures = new LinkedHashMap<>();
    FIGURES.forEach(figure -> figures.put(figure, (Long) json.get(figure)));
    return figures;
  }

  private Map<String, Long> ls() {
    List<?> all = (List<?>) JsonText.parse(dure("ls", name, "--json").out().strip());
    assertThat(all).hasSize(1);
    return figures((Map<?, ?>) all.getFirst());
  }

  private Map<String, Long> metrics() {
    Map<String, Long> figures = new LinkedHashMap<>();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (Mailbox _ = Mailbox.open(name);
        MailboxMetrics metrics = new MailboxMetrics()) {
      metrics.bindTo(registry);
      for (String figure : FIGURES) {
        var meter = registry.get("dure.mailbox." + figure).tag("mailbox", name);
        double value =
            figure.equals("depth") ? meter.gauge().value() : meter.functionCounter().count();
        figures.put(figure, Math.round(value));
      }
    } finally {
      registry.close();
    }
    return figures;
  }

  /// What the lab's page is sent of the mailbox.
  private Map<String, Long> lab() throws InterruptedException {
    try (MachineView view = new MachineView(name)) {
      String seen = Objects.requireNonNull(view.open().next(Child.PATIENCE.toMillis()));
      return figures((Map<?, ?>) JsonText.object(seen).get("seen"));
    }
  }

  private String row(String table) {
    return table.lines().filter(line -> line.startsWith(name.substring(0, 12))).findFirst().get();
  }
}
