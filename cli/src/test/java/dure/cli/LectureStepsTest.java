// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.DureException;
import dure.Mailbox;
import dure.MailboxStatus;
import dure.MailboxStatus.Details;
import dure.cli.LectureSteps.Section;
import dure.cli.LectureSteps.Typed;
import dure.cli.io.Streams;
import dure.testkit.Asleep;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// What the lecture tells its readers to type works as it stands, in both languages.
class LectureStepsTest extends CommandTest {
  /// What runs programs of its own, or reads what is typed, or ends with its process, and is tested
  /// elsewhere.
  private static final Set<String> ELSEWHERE = Set.of("example", "demo", "bench", "lab", "direct");

  /// The first server socket of a JVM opens a descriptor that stays: no test has left it behind.
  @BeforeAll
  static void the_first_server_socket() {
    assertThat(freePort()).isPositive();
  }

  private static int freePort() {
    try (ServerSocket any = new ServerSocket(0)) {
      return any.getLocalPort();
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  private static Path page(String name) {
    return Path.of("..", "docs", name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lecture.md", "lecture.ko.md"})
  void every_command_can_be_typed(String name) throws IOException {
    List<List<String>> commands = LectureSteps.commands(page(name));
    assertThat(commands).hasSizeGreaterThan(40);
    for (List<String> words : commands) {
      Streams none = streams(new byte[0], nowhere(), nowhere());
      CommandLine.ParseResult parsed =
          Dure.commandLine(none).parseArgs(words.toArray(String[]::new));
      assertThat(parsed.unmatched()).as(words + "").isEmpty();
    }
  }

  @Test
  void both_languages_have_the_same_steps() throws IOException {
    assertThat(shape("lecture.ko.md")).isEqualTo(shape("lecture.md"));
  }

  /// Who types which command, section by section: the words of messages may differ.
  private static List<List<String>> shape(String name) throws IOException {
    return LectureSteps.sections(page(name)).stream()
        .map(section ->
            section.steps().stream()
                .map(typed -> typed.terminal() + " " + typed.words().getFirst())
                .toList())
        .toList();
  }

  private static OutputStream nowhere() {
    return OutputStream.nullOutputStream();
  }

  static Stream<Section> sections() throws IOException {
    return Stream.of("lecture.md", "lecture.ko.md")
        .flatMap(name -> {
          try {
            return LectureSteps.sections(page(name)).stream();
          } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
          }
        })
        .filter(section ->
            section.steps().stream()
                .noneMatch(typed -> ELSEWHERE.contains(typed.words().getFirst())));
  }

  /// A command in the text is a step of a terminal, and so is run by the test below; a row of a
  /// table shows choices, and is not.
  @ParameterizedTest
  @ValueSource(strings = {"lecture.md", "lecture.ko.md"})
  void every_command_is_a_step(String name) throws IOException {
    List<List<String>> typed =
        LectureSteps.sections(page(name)).stream()
            .flatMap(section -> section.steps().stream())
            .map(Typed::words)
            .filter(words -> !ELSEWHERE.contains(words.getFirst()))
            .toList();
    assertThat(
            LectureSteps.commandsOfTheText(page(name)).stream()
                .filter(words -> !ELSEWHERE.contains(words.getFirst())))
        .containsExactlyElementsOf(typed);
  }

  @ParameterizedTest
  @MethodSource("sections")
  void each_section_runs_and_removes_what_it_made(Section section) throws Exception {
    Map<Character, Terminal> terminals = new LinkedHashMap<>();
    Map<String, String> names = new LinkedHashMap<>();
    Map<String, Future<Integer>> typed = new LinkedHashMap<>();
    try {
      for (Typed step : section.steps()) {
        if (step.words().getFirst().equals("rm")) {
          awaitReceivers(typed);
        }
        Terminal terminal = terminals.computeIfAbsent(step.terminal(), Terminal::new);
        typed.put(typed.size() + " " + step, terminal.type(step, names));
      }
      for (Map.Entry<String, Future<Integer>> step : typed.entrySet()) {
        if (step.getValue().isDone()) {
          assertThat(step.getValue().get()).as(step.getKey()).isIn(0, 3);
        }
      }
      terminals.values().forEach(Terminal::close);
      assertThat(Mailbox.list()).as("left behind").noneMatch(LectureStepsTest::ours);
    } finally {
      terminals.values().forEach(Terminal::close);
      Mailbox.list().stream()
          .filter(LectureStepsTest::ours)
          .forEach(left -> Mailbox.delete(left.address().toString()));
      for (String name : names.values()) {
        if (name.startsWith("fifo:") || name.startsWith("file:")) {
          Files.deleteIfExists(Path.of(name.substring("fifo:".length())));
        }
      }
    }
  }

  /// A reader looks at what was received before typing the command that removes its mailbox.
  private static void awaitReceivers(Map<String, Future<Integer>> typed) {
    typed.forEach((step, command) -> {
      if (step.contains("words=[receive,")) {
        Eventually.holds(command::isDone);
      }
    });
  }

  private static boolean ours(MailboxStatus status) {
    return !status.address().scheme().equals("pipe")
        && (status.address().scheme().equals("shm")
            || status.address().name().contains(TestNamespace.token()));
  }

  /// A terminal in which commands are typed: the next runs when the one before has ended.
  private static final class Terminal implements AutoCloseable {
    private final ExecutorService shell;
    private volatile Thread thread = Thread.currentThread();

    Terminal(char letter) {
      shell =
          Executors.newSingleThreadExecutor(runnable -> {
            thread = new Thread(runnable, "terminal-" + letter);
            return thread;
          });
    }

    /// Types a command, and waits until it has ended or waits itself.
    Future<Integer> type(Typed typed, Map<String, String> names) {
      String[] words = typed.words().stream().map(word -> own(word, names)).toArray(String[]::new);
      byte[] input =
          typed.input() == null ? new byte[0] : typed.input().getBytes(StandardCharsets.UTF_8);
      Future<Integer> command =
          shell.submit(() -> Dure.run(streams(input, nowhere(), nowhere()), words));
      Eventually.holds(() -> command.isDone() || waits(words));
      return command;
    }

    /// Whether a command has come to where it waits for another terminal.
    private boolean waits(String[] words) {
      if (List.of(words).contains("--timeout")) {
        return false; // its reader waits for its end, too
      }
      if (words.length > 1 && words[1].startsWith("tcp:")) {
        return words[0].equals("create") && isServed(words[1]);
      }
      if (words.length > 1 && words[1].startsWith("fifo:")) {
        return isOpen(Path.of(words[1].substring("fifo:".length())));
      }
      return Mailbox.list().stream()
          .map(MailboxStatus::details)
          .anyMatch(details -> details != null && isAwaited(details));
    }

    /// Whether a host has begun to let others in.
    private static boolean isServed(String address) {
      try {
        Mailbox.open(address).close();
        return true;
      } catch (DureException notYet) {
        return false;
      }
    }

    /// A command that has a FIFO open, and sleeps, waits there: the kernel counts it nowhere.
    private boolean isOpen(Path fifo) {
      try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
        boolean open = descriptors.anyMatch(descriptor -> fifo.equals(target(descriptor)));
        if (open) {
          Asleep.await(thread);
        }
        return open;
      } catch (IOException noProc) {
        throw new UncheckedIOException(noProc);
      }
    }

    private static Path target(Path descriptor) {
      try {
        return Files.readSymbolicLink(descriptor);
      } catch (IOException closedMeanwhile) {
        return descriptor;
      }
    }

    private static boolean isAwaited(Details details) {
      return details.waitingToSend() + details.waitingToReceive() > 0
          || details.participants().stream().anyMatch(participant -> participant.owner());
    }

    /// What is not in the namespace of the test gets a name of its own.
    private static String own(String word, Map<String, String> names) {
      if (word.startsWith("posix:/")) {
        return names.computeIfAbsent(word, _ -> "posix:/" + TestNamespace.name("lecture"));
      }
      if (word.startsWith("file:/")) {
        return names.computeIfAbsent(
            word, _ -> "file:" + TestNamespace.file(TestNamespace.name("lecture")));
      }
      if (word.startsWith("tcp:")) {
        return names.computeIfAbsent(word, _ -> "tcp://127.0.0.1:" + freePort());
      }
      return word.startsWith("fifo:/")
          ? names.computeIfAbsent(
              word, _ -> "fifo:" + TestNamespace.file(TestNamespace.name("lecture")))
          : word;
    }

    /// Ends what still runs, as Ctrl-C does.
    @Override
    public void close() {
      shell.shutdownNow();
      try {
        assertThat(shell.awaitTermination(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException unexpected) {
        throw new IllegalStateException(unexpected);
      }
    }
  }
}
