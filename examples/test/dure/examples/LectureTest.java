// SPDX-License-Identifier: Apache-2.0
package dure.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dure.Mailbox;
import dure.sync.SharedLock;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.JavaCommand;
import dure.testkit.TestNamespace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of the lecture do what they say, each with processes of its own. What they leave
/// behind is looked for after every test.
class LectureTest {
  private static final String ALL_CONSUMED = "all: 12000 of 12000 items were consumed exactly once";

  /// Where in the prosumers' shared memory, behind the lock, `in` and `out`, stand how many items
  /// have been consumed and, behind the buffer, how often each has.
  private static final int CONSUMED = (int) SharedLock.BYTES + 8;

  private static final int TIMES = CONSUMED + 8 + 10 * 8;
  private static final int ITEMS = 12_000;

  /// What an example prints, in the order in which its processes happened to come.
  private static List<String> run(String example) {
    return runUnder(List.of(), example);
  }

  private static List<String> runUnder(List<String> starter, String example) {
    try (Child program = startUnder(starter, example)) {
      return program.awaitSuccess();
    }
  }

  private static Child start(String example) {
    return startUnder(List.of(), example);
  }

  private static Child startUnder(List<String> starter, String example, String... role) {
    List<String> command = new ArrayList<>(starter);
    command.addAll(JavaCommand.jvm(Mailbox.class));
    command.add(example);
    command.addAll(List.of(role));
    return Child.command(command.toArray(String[]::new));
  }

  /// The number in the one line that matches.
  private static long number(List<String> lines, String pattern) {
    List<String> found = lines.stream().filter(line -> line.matches(pattern)).toList();
    assertThat(found).describedAs("%s in %s", pattern, lines).hasSize(1);
    return Long.parseLong(found.getFirst().replaceFirst(pattern, "$1"));
  }

  @Test
  void a_bounded_buffer_in_shared_memory() {
    // LECTURE: 2, 4.2
    List<String> lines;
    try (Child program = start("BoundedBuffer")) {
      lines = program.awaitSuccess();
      assertThat(TestNamespace.file("bounded-buffer." + program.pid())).doesNotExist();
    }
    assertThat(lines).hasSize(2);
    assertThat(number(lines, "producer: (\\d+) items; .*")).isEqualTo(50_000);
    assertThat(number(lines, "consumer: (\\d+) items, each once and in order; .*"))
        .isEqualTo(50_000);
  }

  @Test
  void shared_memory_in_four_steps() {
    // LECTURE: 3
    assertThat(run("FourSteps"))
        .containsExactly(
            "1. B creates a region of 4096 bytes",
            "2. A attaches it",
            "3. B writes 42",
            "4. A reads 42");
  }

  @Test
  void many_producers_and_consumers_around_one_buffer_with_a_lock() {
    // LECTURE: 3
    List<String> lines = run("Prosumers");
    assertThat(lines).hasSize(6).last().isEqualTo(ALL_CONSUMED);
    assertThat(number(lines, "producer 2: (\\d+) items; .*")).isEqualTo(4_000);
    assertThat(
            number(lines, "consumer 0: (\\d+) items; .*")
                + number(lines, "consumer 1: (\\d+) items; .*"))
        .isEqualTo(12_000);
  }

  /// One producer has a third of the items, so the consumer has work left when it is killed.
  @Test
  void a_consumer_killed_at_the_lock_is_no_loss() throws IOException {
    Path region = Files.createFile(TestNamespace.file("prosumers"));
    try (Child first = prosumer("producer", region, 0);
        Child killed = prosumer("consumer", region, 0)) {
      Eventually.holds(() -> numbers(region, CONSUMED, 1).get(0) > 200);
      killed.kill();
      try (Child second = prosumer("producer", region, 1);
          Child third = prosumer("producer", region, 2);
          Child consumer = prosumer("consumer", region, 1)) {
        List.of(first, second, third, consumer).forEach(Child::awaitSuccess);
      }
      IntBuffer times = numbers(region, TIMES, ITEMS);
      assertThat(IntStream.range(0, ITEMS).map(times::get)).as("times").containsOnly(1);
    } finally {
      Files.delete(region);
    }
  }

  private static Child prosumer(String role, Path region, int number) {
    return startUnder(List.of(), "Prosumers", role, region.toString(), "" + number);
  }

  /// What stands in the shared memory of the prosumers, or zeros where nothing is written yet.
  private static IntBuffer numbers(Path region, int at, int count) throws IOException {
    ByteBuffer numbers = ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(region)) {
      channel.read(numbers, at);
    }
    return numbers.clear().asIntBuffer();
  }

  @Test
  void compiler_assembler_and_loader() {
    // LECTURE: 4.1
    assertThat(run("Toolchain"))
        .containsSubsequence(
            "assembler: LOAD 6 -> 0100000006",
            "assembler: MUL 8 -> 0400000008",
            "assembler: SUB 6 -> 0300000006",
            "loader: the answer is 42")
        .contains("compiler: 6 * 8 - 6");
  }

  @Test
  void a_shop_and_a_kitchen_with_a_bridge_between_them() {
    assertThat(run("Outgrown"))
        .containsSubsequence("kitchen: two coffees", "kitchen: a tea", "kitchen: the bill")
        .contains("shop: 3 orders are with the kitchen");
  }

  @Test
  void browsers_and_a_web_server() {
    // LECTURE: 4.1, 5.4
    List<String> lines = run("Browser");
    for (String name : List.of("Anna", "Bora", "Chan")) {
      assertThat(lines)
          .containsSubsequence(
              name + ": / is 200 <h1>Dure</h1>",
              name + ": /orders is 200 <ul><li>two coffees</li></ul>",
              name + ": /nothing is 404 not found");
    }
    assertThat(lines).last().isEqualTo("server: answered 9 requests");
  }

  @Test
  void a_video_with_a_play_out_buffer_meets_both_waits() {
    // LECTURE: 2, 4.1, 4.3
    List<String> lines = run("Video");
    assertThat(number(lines, "server: sent 60 frames; the buffer was full (\\d+) times"))
        .isPositive();
    assertThat(number(lines, "viewer: saw 60 frames; the buffer was empty (\\d+) times"))
        .isPositive();
  }

  @Test
  void however_many_work_on_it_the_answer_is_the_same() {
    // LECTURE: 1
    List<String> lines = run("Speedup");
    for (int workers : List.of(1, 2, 4)) {
      assertThat(number(lines, workers + " workers: (\\d+) primes in \\d+ ms")).isEqualTo(216_816);
    }
  }

  @Test
  void pocket_money_from_one_box_and_from_boxes_of_ones_own() {
    // LECTURE: 5.3, 6
    List<String> lines = run("PocketMoney");
    List<String> together = lines.subList(0, 6);
    assertThat(together)
        .contains(
            "father: gave 10000 won", "mother: gave 10000 won", "grandmother: gave 10000 won");
    assertThat(
            number(together, "son: got (\\d+) won")
                + number(together, "daughter: got (\\d+) won")
                + number(together, "grandson: got (\\d+) won"))
        .isEqualTo(30_000);
    assertThat(lines.subList(6, lines.size()))
        .containsExactlyInAnyOrder(
            "grandson: this box is not for me",
            "father: gave 10000 won",
            "son: got 10000 won",
            "grandson: this box is not for me",
            "mother: gave 10000 won",
            "daughter: got 10000 won");
  }

  @Test
  void a_bill_is_in_the_books_before_the_shop_goes_on() {
    // LECTURE: 8.1
    List<String> lines = run("Billing");
    assertThat(lines.stream().filter(line -> line.startsWith("shop:")))
        .containsExactly(
            "shop: bill 1 is in the books",
            "shop: bill 2 is in the books",
            "shop: bill 3 is in the books",
            "shop: bill 4 is in the books",
            "shop: bill 5 is in the books");
    assertThat(lines.stream().filter(line -> line.contains("clerk:")))
        .containsExactly(
            "first clerk: books bill 1",
            "first clerk: books bill 2",
            "first clerk: killed with bill 3 in hand",
            "second clerk: books bill 3, which comes again",
            "second clerk: books bill 4",
            "second clerk: books bill 5");
  }

  @Test
  void parent_and_child_joined_by_pipes() {
    // LECTURE: 11
    assertThat(run("Pipeline"))
        .hasSize(5)
        .contains("one read: two writes")
        .anyMatch(line -> line.startsWith("refused: reading end of") && line.contains("one way"))
        .containsSubsequence(
            "parent: to be, or not to be? 6 words, says the child",
            "parent: quo vadis? 2 words, says the child",
            "parent: the child ended with 0");
  }

  /// Time-sharing and context switches, and nothing else: each process runs only while the other
  /// does not. The programs check themselves that nothing is lost, repeated or out of order.
  @ParameterizedTest
  @ValueSource(strings = {"BoundedBuffer", "Video", "Prosumers"})
  void they_are_right_on_one_processor_too(String example) throws IOException {
    // LECTURE: 1
    String allowed =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("Cpus_allowed_list:"))
            .map(line -> line.replaceFirst("\\D+(\\d+).*", "$1"))
            .findFirst()
            .orElseThrow();
    assertThat(runUnder(List.of("taskset", "-c", allowed), example))
        .hasSize(example.equals("Prosumers") ? 6 : 2)
        .allMatch(line -> !line.startsWith("all:") || line.equals(ALL_CONSUMED));
  }

  static Stream<String> examples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files
          .map(Path::toString)
          .filter(file -> file.endsWith(".java"))
          .map(file -> file.replace(".java", ""))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void each_is_in_the_readme(String example) throws IOException {
    assertThat(Files.readString(Path.of("..", "README.md")))
        .contains("(examples/" + example + ".java)");
  }
}
