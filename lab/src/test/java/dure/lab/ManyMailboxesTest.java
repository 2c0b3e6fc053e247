// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Capacity;
import dure.Mailbox;
import dure.Receivers;
import dure.lab.run.MachineView;
import dure.lab.run.Viewer;
import dure.testkit.Child;
import dure.testkit.TestNamespace;
import dure.testkit.Volume;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a look tells of very many mailboxes, and of a very long one.
class ManyMailboxesTest {
  private static String next(Viewer viewer) throws InterruptedException {
    String moment = viewer.next(Child.PATIENCE.toMillis());
    assertThat(moment).isNotNull();
    return moment;
  }

  private static String name(int number) {
    return "many-" + TestNamespace.token() + "-" + number;
  }

  private static int counted(String moment) {
    Matcher count = Pattern.compile("\"count\":([0-9]+)").matcher(moment);
    assertThat(count.find()).isTrue();
    return Integer.parseInt(count.group(1));
  }

  @Test
  void a_thousand_are_told_of_and_more_are_counted() throws InterruptedException {
    int count = 1005;
    for (int i = 0; i < count; i++) {
      Mailbox.named(name(i))
          .capacity(Capacity.bounded(1))
          .messageSize(8)
          .participants(1)
          .create()
          .close();
    }
    try (MachineView view = new MachineView("")) {
      String moment = next(view.open());
      assertThat(counted(moment)).as("these, and what others have").isGreaterThanOrEqualTo(count);
      assertThat(moment.split("\"mailbox\":", -1)).hasSize(1001);
    } finally {
      for (int i = 0; i < count; i++) {
        Mailbox.delete(name(i));
      }
    }
  }

  @Test
  void a_very_long_mailbox_takes_no_more_words_than_a_short_one() throws InterruptedException {
    int messages = Volume.of(100_000);
    String name = TestNamespace.name("long");
    try (Mailbox box =
        Mailbox.named(name)
            .capacity(Capacity.bounded(Capacity.Bounded.MOST))
            .messageSize(8)
            .receivers(Receivers.ANY)
            .create()) {
      byte[] message = new byte[8];
      for (int i = 0; i < messages; i++) {
        box.send(message);
      }
      try (MachineView view = new MachineView(name)) {
        assertThat(next(view.open())).contains("\"depth\":" + messages).hasSizeLessThan(40_000);
      }
    } finally {
      Mailbox.delete(name);
    }
  }

  @Test
  void one_that_is_not_there_is_told_of_as_gone() throws InterruptedException {
    try (MachineView view = new MachineView(TestNamespace.name("none"))) {
      assertThat(next(view.open())).contains("\"condition\":\"gone\"");
    }
  }
}
