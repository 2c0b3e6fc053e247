// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.testkit.Eventually;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The page in a real browser, with real processes behind it.
@Tag("browser")
class BrowserTest {
  private static LabBrowser lab;

  @BeforeAll
  static void open() throws IOException {
    lab = new LabBrowser();
  }

  @AfterAll
  static void close() throws IOException {
    lab.close();
  }

  @Test
  void a_scenario_runs_and_survives_a_kill_and_leaves_nothing() {
    lab.open("producer-consumer", "en", "light");
    lab.await("document.querySelectorAll('.proc').length === 4");
    lab.await("document.querySelector('.say').dataset.key !== 'starting'");
    lab.find(".proc[aria-label=B] button.kill").click();
    lab.await("document.querySelector('.proc[aria-label=B]').classList.contains('dead')");
    lab.find(".proc[aria-label=B] button[data-do=restart]").click();
    lab.await("!document.querySelector('.proc[aria-label=B]').classList.contains('dead')");
    lab.open("", "en", "light");
    Eventually.holds(() -> Mailbox.list().isEmpty());
    assertThat(lab.driver().manage().logs().get("browser").getAll()).isEmpty();
  }
}
