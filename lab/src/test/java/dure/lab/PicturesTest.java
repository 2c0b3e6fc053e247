// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Pictures of every scenario at what it is about, in both languages and themes, wide and narrow,
/// in `target/pictures`: to be looked at.
@Tag("pictures")
class PicturesTest {
  private static final Path FOLDER = Path.of("target", "pictures");
  private static final int[] WIDTHS = {1280, 400};

  private static LabBrowser lab;

  @BeforeAll
  static void open() throws IOException {
    lab = new LabBrowser();
  }

  @AfterAll
  static void close() throws IOException {
    lab.close();
  }

  /// Takes what is shown in each language, theme and width, without starting it anew, and fails
  /// where something reaches over the right edge.
  private static void take(String name) {
    for (int width : WIDTHS) {
      for (String language : new String[] {"en", "ko"}) {
        for (String theme : new String[] {"light", "dark"}) {
          lab.size(width, 900);
          lab.choose(language, theme);
          lab.picture(FOLDER.resolve(name + "-" + language + "-" + theme + "-" + width + ".png"));
          assertThat(lab.run("return document.documentElement.scrollWidth - innerWidth"))
              .as(name + " at " + width + " in " + language)
              .isEqualTo(0L);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dure.lab.ShownScenario#all")
  void a_scenario_at_what_it_is_about(ShownScenario scenario) {
    lab.size(1280, 900);
    lab.open(scenario.id(), "en", "light");
    lab.awaitProcesses(scenario.processes());
    lab.await(scenario.shown());
    take(scenario.id());
    lab.leave();
    assertThat(lab.complaints()).isEmpty();
  }

  /// All of the machine, a damaged one among them, and the one that a terminal has made.
  @Test
  void the_mailboxes_of_the_machine() throws Exception {
    String name = "orders-" + TestNamespace.token();
    try (Mailbox orders = Mailbox.named(name).capacity(Capacity.bounded(8)).create()) {
      orders.send("two coffees");
      orders.send("a tea");
      Files.write(TestNamespace.file("dure.damaged"), new byte[100]);
      lab.size(1280, 900);
      lab.open("mailboxes", "en", "light");
      lab.await("document.querySelector('tr.bad') && document.querySelector('td.nm')");
      take("mailboxes");
      lab.size(1280, 900);
      lab.open("terminal?name=" + name, "en", "light");
      lab.await("document.querySelector('.say')?.dataset.key");
      take("one-mailbox");
    } finally {
      Files.deleteIfExists(TestNamespace.file("dure.damaged"));
      Mailbox.delete(name);
    }
    lab.leave();
  }

  @Test
  void the_choice_of_scenarios() {
    lab.open("", "en", "light");
    lab.await("document.querySelectorAll('.card').length > 10");
    take("gallery");
    lab.leave();
  }
}
