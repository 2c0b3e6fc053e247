// SPDX-License-Identifier: Apache-2.0
package dure.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The lab as a process: what it starts, how much of it, and what is left when it is killed.
class LabProcessTest {
  private static final String ALONE =
      "{\"scenario\":\"mailbox\",\"senders\":\"1\",\"receivers-count\":\"0\"}";

  private static final Pattern RECEIVER =
      Pattern.compile("\"letter\":\"X\",\"kind\":\"[a-z-]+\",\"pid\":([0-9]+),\"alive\":true");

  /// From its first channel on the JDK keeps a descriptor of its own.
  @BeforeAll
  static void openFirstChannel() throws IOException {
    SocketChannel.open().close();
  }

  /// A lab and its key.
  private record Started(Child lab, int port, String key) implements AutoCloseable {
    static Started start() {
      Child lab = Child.java(Lab.class, "--no-open");
      String address = lab.await("The lab is at ");
      return new Started(
          lab,
          URI.create(address.substring(0, address.indexOf("/#"))).getPort(),
          address.substring(address.indexOf("key=") + "key=".length()));
    }

    /// Asks for something to be done; the whole answer.
    String ask(String method, String path, String body) throws IOException {
      return WireRequest.answer(port, method + " " + path, key, body);
    }

    WatchingPage page(String path) throws IOException {
      return WatchingPage.at(port, key, path);
    }

    List<ProcessHandle> processes() {
      return ProcessHandle.of(lab.pid()).orElseThrow().children().toList();
    }

    @Override
    public void close() {
      lab.close();
    }
  }

  @Test
  void killed_it_leaves_neither_process_nor_mailbox_though_one_is_stopped() throws IOException {
    try (Started lab = Started.start()) {
      String two = "{\"scenario\":\"mailbox\",\"senders\":\"1\",\"receivers-count\":\"1\"}";
      assertThat(lab.ask("POST", "/api/runs", two))
          .startsWith("HTTP/1.1 200")
          .contains("{\"run\":\"1\"");
      Eventually.holds(() -> Mailbox.status("orders").details().participants().size() == 2);
      List<ProcessHandle> processes = lab.processes();
      long pid = lab.lab().pid();
      assertThat(processes).hasSize(2);
      twoPagesSeeTheSameAndOneGoes(lab, processes);
      aProcessVanishesWhileItIsShown(lab);
      assertThat(lab.ask("POST", "/api/runs/1/processes/A", "{\"order\":\"stop\"}"))
          .startsWith("HTTP/1.1 200");
      lab.lab().kill();
      Eventually.holds(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(OwnMailboxes.of(pid)).isEmpty();
    }
  }

  /// Two pages look at one run; what an order to a process does is seen by the page that stays.
  private static void twoPagesSeeTheSameAndOneGoes(Started lab, List<ProcessHandle> processes)
      throws IOException {
    String pids =
        processes.stream()
            .map(process -> "(?=.*\"pid\":" + process.pid() + ",\"alive\":true)")
            .collect(Collectors.joining());
    try (WatchingPage stays = lab.page("/api/runs/1/stream")) {
      try (WatchingPage goes = lab.page("/api/runs/1/stream?calm")) {
        stays.await(moment -> moment.matches(pids + ".*"));
        goes.await(moment -> moment.matches(pids + ".*"));
      }
      lab.ask("POST", "/api/runs/1/processes/X", "{\"order\":\"pause\"}");
      stays.await(moment -> moment.contains("\"paused\":true,\"rate\""));
    }
  }

  /// The receiver is killed from outside; the run's page and the mailbox's say that it has gone.
  private static void aProcessVanishesWhileItIsShown(Started lab) throws IOException {
    try (WatchingPage run = lab.page("/api/runs/1/stream");
        WatchingPage mailbox = lab.page("/api/mailboxes?orders")) {
      Matcher receiver = RECEIVER.matcher(run.await(moment -> RECEIVER.matcher(moment).find()));
      assertThat(receiver.find()).isTrue();
      String pid = receiver.group(1);
      String living = "\"pid\":" + pid + ",\"user\":\"[^\"]*\",\"alive\":true";
      Pattern alive = Pattern.compile(living);
      mailbox.await(moment -> alive.matcher(moment).find());
      assertThat(ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly()).isTrue();
      run.await(moment -> moment.contains("\"pid\":" + pid + ",\"alive\":false"));
      mailbox.await(moment -> !alive.matcher(moment).find());
    }
  }

  @Test
  void a_fifth_scenario_is_refused_until_one_ends() throws IOException {
    try (Started lab = Started.start()) {
      for (int run = 1; run <= 4; run++) {
        assertThat(lab.ask("POST", "/api/runs", ALONE)).startsWith("HTTP/1.1 200");
      }
      assertThat(OwnMailboxes.of(lab.lab().pid())).as("each has a mailbox of its own").hasSize(4);
      assertThat(lab.ask("POST", "/api/runs", ALONE))
          .startsWith("HTTP/1.1 409")
          .contains("4 scenarios");
      assertThat(lab.ask("DELETE", "/api/runs/2", "")).startsWith("HTTP/1.1 200");
      assertThat(lab.ask("POST", "/api/runs/2", "{\"order\":\"pause\"}"))
          .startsWith("HTTP/1.1 404");
      assertThat(lab.ask("POST", "/api/runs", ALONE)).startsWith("HTTP/1.1 200");
      for (String order : new String[] {"jump", "", "slower", "slower much", "slower 0"}) {
        assertThat(lab.ask("POST", "/api/runs/1", "{\"order\":\"" + order + "\"}"))
            .as(order)
            .startsWith("HTTP/1.1 400");
      }
      for (String order : new String[] {"rate -1", "rate", "kill-at", "do", "jump"}) {
        assertThat(lab.ask("POST", "/api/runs/1/processes/A", "{\"order\":\"" + order + "\"}"))
            .as(order)
            .startsWith("HTTP/1.1 400");
      }
      assertThat(lab.ask("POST", "/api/runs/1/processes/Q", "{\"order\":\"kill\"}"))
          .startsWith("HTTP/1.1 400");
      for (String run : new String[] {"1", "3", "4", "5"}) {
        assertThat(lab.ask("DELETE", "/api/runs/" + run, "")).startsWith("HTTP/1.1 200");
      }
      assertThat(OwnMailboxes.of(lab.lab().pid())).isEmpty();
      assertThat(lab.processes()).isEmpty();
    }
  }
}
