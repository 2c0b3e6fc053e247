// SPDX-License-Identifier: Apache-2.0
package dure.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job, with its processes: it proves what it says, and leaves nothing behind.
class DemoTest {
  private static final Pattern SHA = Pattern.compile("content +ok, SHA-256 [0-9a-f]{64}");

  private static final int LARGEST = 480 << 20;

  @TempDir Path directory;

  private Path file(int bytes) throws IOException {
    byte[] contents = new byte[bytes];
    new Random(bytes).nextBytes(contents);
    return Files.write(Files.createTempFile(directory, "file", ""), contents);
  }

  private Path temporary() throws IOException {
    return Files.createDirectories(directory.resolve("tmp"));
  }

  private Child demo(Path file, String... options) throws IOException {
    String[] arguments =
        Stream.concat(Stream.of("demo", file.toString()), Stream.of(options))
            .toArray(String[]::new);
    return Child.javaUnder(
        Child.HEARS_INTERRUPTS, List.of("-Djava.io.tmpdir=" + temporary()), Dure.class, arguments);
  }

  private void assertNothingIsLeft(long pid) throws IOException {
    try (Stream<Path> left = Files.list(temporary());
        Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
      assertThat(left).isEmpty();
      assertThat(processes.map(process -> process.info().commandLine().orElse("")))
          .noneMatch(line -> line.contains(" demo-" + pid + " "));
    }
    assertThat(CommandTest.dure("ls").out()).doesNotContain("demo-" + pid);
  }

  @Test
  void a_file_arrives_whole() throws IOException {
    // LECTURE: 4.1
    try (Child demo =
        demo(
            file(3 << 20),
            "--senders",
            "3",
            "--receivers",
            "1",
            "--capacity",
            "5",
            "--message-size",
            "4K")) {
      List<String> lines = demo.awaitSuccess();
      assertThat(lines)
          .anyMatch(line -> line.startsWith("3 senders and 1 receivers"))
          .anyMatch(line -> line.matches("carried +3 MiB in [0-9,]+ pieces"))
          .anyMatch(SHA.asMatchPredicate())
          .anyMatch(line -> line.matches("once +ok, each piece exactly once.*"))
          .anyMatch(line -> line.matches("order +ok, .*"))
          .anyMatch(line -> line.matches("throughput +.*B/s steady, .* messages/s; .* s with .*"))
          .anyMatch(line -> line.matches("by socket +.*B/s steady, .* messages/s; .* s with .*"))
          .anyMatch(line -> line.matches("100 % .* of 3 MiB, .*/s, depth 0/5"))
          .noneMatch(line -> line.contains("\r") || line.contains("\u001B"));
      assertNothingIsLeft(demo.pid());
    }
  }

  @Test
  void a_file_smaller_than_a_message_arrives_whole() throws IOException {
    try (Child demo = demo(file(5))) {
      assertThat(demo.awaitSuccess()).anyMatch(SHA.asMatchPredicate());
    }
  }

  @Test
  void deaths_lose_nothing_and_are_accounted_for() throws IOException {
    List<String> lines = struck(60 << 20);
    for (int size = 120 << 20; !hasStruck(lines) && size <= LARGEST; size *= 2) {
      lines = struck(size);
    }
    assertThat(lines)
        .anyMatch(line -> line.matches("kill -9 \\d+: receiver \\d died receiving piece \\d+; .*"))
        .anyMatch(line -> line.matches("kill -9 \\d+: sender \\d died sending piece \\d+; .*"))
        .anyMatch(SHA.asMatchPredicate())
        .anyMatch(line -> line.matches("once +ok, each piece exactly once.*"))
        .anyMatch(line -> line.matches("redelivered +1"))
        .anyMatch(line ->
            line.matches(" +piece \\d+: receiver \\d died with it, receiver \\d.* got it, marked"))
        .anyMatch(line -> line.matches("in doubt +1"))
        .anyMatch(line ->
            line.matches(" +piece \\d+: sender \\d died over it; .*accepted, so it came .*"));
  }

  /// What the demo says of a run with deaths.
  private List<String> struck(int size) throws IOException {
    try (Child demo = demo(file(size), "--kill", "--message-size", "16K")) {
      List<String> lines = new ArrayList<>();
      for (String line; (line = demo.lineWithin(Child.PATIENCE)) != null; ) {
        lines.add(line); // a slow machine makes progress, too
      }
      int status = demo.awaitEnd();
      assertThat(status).as("status of %s", lines).isEqualTo(hasStruck(lines) ? 0 : 1);
      assertNothingIsLeft(demo.pid());
      return lines;
    }
  }

  /// Whether each kind of process could be killed before all was sent.
  private static boolean hasStruck(List<String> lines) {
    return lines.stream().noneMatch(line -> line.endsWith("try a larger file"));
  }

  @Test
  void a_signal_ends_it_with_all_its_processes() throws IOException {
    try (Child demo = demo(file(200 << 20), "--message-size", "1K")) {
      demo.await(" 10 %");
      demo.signal("INT");
      assertThat(demo.awaitEnd()).isEqualTo(130);
      assertThat(demo.rest()).noneMatch(line -> line.startsWith("dure:"));
      assertNothingIsLeft(demo.pid());
    }
  }

  @Test
  void work_done_before_anybody_could_be_killed_is_a_failure() throws IOException {
    try (Child demo = demo(file(5), "--kill")) {
      assertThat(demo.awaitEnd()).isEqualTo(1);
      assertThat(demo.rest())
          .anyMatch(line -> line.matches("dure: all was sent before a receiver could be killed.*"));
      assertNothingIsLeft(demo.pid());
    }
  }
}
