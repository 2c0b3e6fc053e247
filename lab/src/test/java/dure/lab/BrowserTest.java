// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;

/// The page in a real browser, with real processes behind it.
@Tag("browser")
class BrowserTest {
  /// What the page of mailboxes says when there is none.
  private static final String NO_MAILBOX =
      "document.querySelector('.none')?.textContent.includes('./dure create')";

  /// What a test puts between the page and its browser: it notes what the page asks for, how many
  /// moments came since the page last changed, and says that the tab is hidden.
  private static final String WATCH =
      """
      const fetched = window.fetch, parsed = JSON.parse;
      window.asked = [];
      window.quiet = 0;
      window.fetch = (path, ...more) => { window.asked.push(String(path)); return fetched(path, ...more); };
      JSON.parse = text => { window.quiet++; return parsed(text); };
      new MutationObserver(() => { window.quiet = 0; }).observe(document.getElementById('page'),
          { childList: true, subtree: true, characterData: true, attributes: true });
      window.hide = hidden => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      };
      """;

  private static LabBrowser lab;

  @BeforeAll
  static void open() throws IOException {
    lab = new LabBrowser();
  }

  @AfterAll
  static void close() throws IOException {
    lab.close();
  }

  /// The scenario has ended, and nothing of it is left.
  private static void assertNothingIsLeft() {
    lab.leave();
    assertThat(lab.complaints()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dure.lab.ShownScenario#quick")
  void a_scenario_shows_what_it_is_about_and_survives_a_kill(ShownScenario scenario) {
    lab.open(scenario.id(), "en", "light");
    lab.awaitProcesses(scenario.processes());
    lab.await(scenario.shown());
    String last = lab.lastProcess();
    lab.find(last + " button.kill").click();
    lab.await("document.querySelector('" + last + "').classList.contains('dead')");
    lab.find(last + " button[data-do=restart]").click();
    lab.await("!document.querySelector('" + last + "').classList.contains('dead')");
    assertNothingIsLeft();
  }

  @Test
  void a_process_is_stopped_and_continued_and_all_is_paused_by_the_keyboard() {
    lab.open("mailbox?senders=1&receivers-count=1&slower=1", "ko", "dark");
    lab.awaitProcesses(2);
    lab.await("document.querySelector('.proc[aria-label=A]').dataset.state !== 'starts'");
    lab.find(".proc[aria-label=A] button[data-do=stop]").click();
    lab.await("document.querySelector('.proc[aria-label=A]').dataset.state === 'stopped'");
    lab.find(".proc[aria-label=A] button[data-do=continue]").click();
    lab.await("document.querySelector('.proc[aria-label=A]').dataset.state !== 'stopped'");
    lab.find("body").sendKeys(" ");
    lab.await("document.querySelector('.btn.main').textContent.includes('계속')");
    lab.find("body").sendKeys(Keys.ARROW_LEFT);
    lab.await("document.querySelector('.btn.main').textContent.includes('지금으로')");
    lab.find("body").sendKeys("n");
    lab.await("document.querySelector('.btn.main').textContent.includes('계속')");
    lab.find("body").sendKeys("l");
    lab.await("document.querySelector('.btn.main').textContent.includes('Go on')");
    assertNothingIsLeft();
  }

  /// The page looked late: the last event lies between its last two looks.
  @Test
  void a_step_back_leaves_the_last_moment() {
    lab.open("mailboxes", "en", "light");
    assertThat(
            lab.run(
                """
                return import('/js/history.js').then(({ History }) => {
                  const history = new History();
                  history.add({ t: 0, started: true }, [{ t: 0 }]);
                  history.add({ t: 200, started: true }, [{ t: 60 }]);
                  history.step(-1);
                  return history.isPast && history.shown.t;
                });\
                """))
        .isEqualTo(0L);
  }

  /// An hour at 25 looks a second, in each of which something happened, as a busy scenario has it.
  @Test
  void an_hour_takes_no_more_room_than_a_minute() {
    lab.open("mailboxes", "en", "light");
    assertThat(
            lab.run(
                """
                return import('/js/history.js').then(({ History }) => {
                  const history = new History();
                  let most = 0;
                  for (let t = 0; t < 3600000; t += 40) {
                    history.add({ t, started: true, kept: true }, [{ t: t - 1 }]);
                    most = Math.max(most, history.moments.length);
                  }
                  const oldest = history.events[0];
                  history.goTo(oldest.t);
                  return [most <= 1200, history.events.length <= 400, history.moments[0].t === 0,
                      history.last.t === 3599960, history.shown.t === oldest.t + 1].join();
                });\
                """))
        .isEqualTo("true,true,true,true,true");
  }

  /// Whether a row of the page has a text.
  private static String row(String selector, String text) {
    return "[...document.querySelectorAll('%s')].some(row => row.textContent.includes('%s'))"
        .formatted(selector, text);
  }

  /// A mailbox that no process of the lab's made, in the lecture's words.
  @Test
  void a_mailbox_of_a_terminal_says_what_lies_there() {
    String name = "orders-" + TestNamespace.token();
    lab.open("terminal?name=" + name, "en", "light");
    lab.await("document.querySelector('.say').dataset.key === 'gone'");
    Mailbox.create(name).close();
    try {
      lab.await("document.querySelector('.say').dataset.key === 'idle'");
      try (Mailbox orders = Mailbox.open(name)) {
        assertThat(orders.trySend("two coffees")).isTrue();
      }
      lab.await("document.querySelector('.say').dataset.key === 'nobody'");
      assertThat(lab.text(".say")).isEqualTo("No process receives: 1 message lies there.");
    } finally {
      Mailbox.delete(name);
    }
    assertNothingIsLeft();
  }

  @Test
  void mailboxes_come_and_go_and_a_damaged_one_is_told_of() throws Exception {
    String name = "orders-" + TestNamespace.token();
    lab.open("mailboxes", "en", "light");
    // What others have on this machine is on the page, too.
    lab.await(NO_MAILBOX + " || document.querySelector('td.nm')");
    try (Mailbox orders = Mailbox.create(name)) {
      orders.send("two coffees");
      lab.await(row("tr[data-finding=nobody]", name));
      Files.write(TestNamespace.file("dure.damaged"), new byte[100]);
      lab.await(row("tr.bad", "damaged"));
    } finally {
      Files.deleteIfExists(TestNamespace.file("dure.damaged"));
      Mailbox.delete(name);
    }
    lab.await("!(" + row("tr", name) + ") && !(" + row("tr.bad", "damaged") + ")");
    lab.await(NO_MAILBOX + " || document.querySelector('td.nm')");
    assertNothingIsLeft();
  }

  /// In the background the run is looked at once a second and nothing is drawn; shown again, it is.
  @Test
  void a_hidden_tab_draws_nothing_and_goes_on_when_it_is_shown() {
    lab.open("mailbox?senders=1&receivers-count=1", "en", "light");
    lab.awaitProcesses(2);
    lab.run(WATCH + "window.hide(true)");
    lab.await("window.asked.at(-1)?.endsWith('/stream?calm')");
    lab.await("window.quiet >= 3");
    lab.run("window.hide(false)");
    lab.await("window.asked.at(-1)?.endsWith('/stream')");
    lab.await("window.quiet === 0");
    assertNothingIsLeft();
  }
}
