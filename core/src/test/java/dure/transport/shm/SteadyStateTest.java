// SPDX-License-Identifier: Apache-2.0
package dure.transport.shm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dure.Claim;
import dure.Mailbox;
import dure.MessageHandler;
import dure.Receivers;
import dure.Waiting;
import dure.WhenFull;
import dure.testkit.Asleep;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.JavaCommand;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a message costs when all is running: no allocation, and no system call; and what waiting
/// costs: no processor time.
class SteadyStateTest extends Boxes {

  /// Sends to itself and receives from itself in every form, so that it never has to wait, and
  /// reports what its thread allocated after the warm-up. A third argument has it receive through a
  /// handle that only reads.
  static final class PlayerRole {
    private static final int WARM_UP = 30_000;
    private static final Duration LONG = Child.PATIENCE;

    public static void main(String[] arguments) throws Exception {
      int rounds = Integer.parseInt(arguments[1]);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      boolean readOnly = arguments.length > 2;
      try (Mailbox box = Mailbox.named(arguments[0]).listening().open();
          Mailbox from = readOnly ? Mailbox.named(arguments[0]).readOnly().open() : box;
          Arena arena = Arena.ofConfined()) {
        MemorySegment buffer = arena.allocate(64);
        byte[] bytes = new byte[64];
        long[] sum = new long[1];
        MessageHandler<RuntimeException> handler = message -> sum[0] += message.getLong(0);
        long before = 0;
        for (int i = 0; i < WARM_UP + rounds; i++) {
          if (i == WARM_UP) {
            before = threads.getCurrentThreadAllocatedBytes();
          }
          send(box, i % 4, bytes, buffer);
          receive(from, i % 6, buffer, handler);
        }
        System.out.println("allocated " + (threads.getCurrentThreadAllocatedBytes() - before));
      }
    }

    private static void send(Mailbox box, int form, byte[] bytes, MemorySegment buffer)
        throws InterruptedException {
      switch (form) {
        case 0 -> box.send(bytes);
        case 1 -> box.send(buffer, LONG);
        case 2 -> box.trySend(bytes);
        default -> {
          Claim claim = box.claim(64);
          claim.putLong(0, 7);
          claim.publish();
        }
      }
    }

    private static void receive(
        Mailbox box, int form, MemorySegment buffer, MessageHandler<RuntimeException> handler)
        throws InterruptedException {
      switch (form) {
        case 0 -> box.receiveInPlace(handler);
        case 1 -> box.receiveInPlace(handler, LONG);
        case 2 -> box.tryReceiveInPlace(handler);
        case 3 -> box.receiveInto(buffer);
        case 4 -> box.receiveEach(handler, 2);
        default -> box.tryReceiveInto(buffer);
      }
    }
  }

  private String boxFor(Receivers receivers) {
    String name = name();
    Mailbox.named(name).receivers(receivers).messageSize(64).create().close();
    return name;
  }

  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_message_allocates_nothing(Receivers receivers) {
    try (Child player = Child.java(PlayerRole.class, boxFor(receivers), "100000")) {
      assertThat(Long.parseLong(player.await("allocated")))
          .as("bytes for 100,000 messages")
          .isLessThan(10_000);
    }
  }

  @Test
  void nor_does_one_that_is_only_read() {
    String name = name();
    Mailbox.named(name)
        .receivers(Receivers.ALL)
        .whenFull(WhenFull.DROP_OLDEST)
        .messageSize(64)
        .create()
        .close();
    try (Child player = Child.java(PlayerRole.class, name, "100000", "readonly")) {
      assertThat(Long.parseLong(player.await("allocated")))
          .as("bytes for 100,000 messages")
          .isLessThan(10_000);
    }
  }

  /// A process that sends and receives a hundred thousand messages and one that does none make
  /// about as many system calls.
  @ParameterizedTest
  @EnumSource(Receivers.class)
  void a_message_makes_no_system_call(Receivers receivers, @TempDir Path directory)
      throws Exception {
    // LECTURE: 2
    int few = systemCalls(receivers, 0, directory.resolve("few"));
    Bound.holds(1_000, () -> systemCalls(receivers, 100_000, directory.resolve("many")) - few);
  }

  private int systemCalls(Receivers receivers, int rounds, Path report) throws Exception {
    List<String> command = new ArrayList<>(List.of("strace", "-f", "-c", "-o", report.toString()));
    command.addAll(JavaCommand.jvm(PlayerRole.class));
    command.add(PlayerRole.class.getName());
    command.addAll(List.of(boxFor(receivers), "" + rounds));
    try (Child player = Child.command(command.toArray(String[]::new))) {
      player.awaitSuccess();
    }
    // The report's last line: 100.00 seconds usecs calls [errors] total
    String[] total = Files.readAllLines(report).getLast().strip().split("\\s+", -1);
    return Integer.parseInt(total[3]);
  }

  /// Waits for a message that never comes, after another of its threads has looked for one.
  static final class IdleRole {
    public static void main(String[] arguments) throws Exception {
      try (Mailbox box =
          Mailbox.named(arguments[0]).waiting(Waiting.valueOf(arguments[1])).open()) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Thread another = Thread.ofPlatform().start(box::tryReceive);
        another.join();
        Bound.holds(
            Duration.ofMillis(30),
            () -> {
              long before = threads.getCurrentThreadCpuTime();
              box.receive(Duration.ofSeconds(1));
              return Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
            });
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Waiting.class,
      names = {"ADAPTIVE", "BLOCK"})
  void a_thread_that_waits_uses_no_processor(Waiting waiting) {
    // LECTURE: 4.3
    for (Receivers receivers : Receivers.values()) {
      String name = name();
      Mailbox.named(name).receivers(receivers).create().close();
      try (Child idle = Child.java(IdleRole.class, name, waiting.name())) {
        idle.awaitSuccess();
      }
    }
  }

  /// How often the JVM has a busy thread sleep.
  private static final long MOST_OF_THE_JVM = 8;

  /// Of its own processor time. One that slept in slices of 50 ms would have ten sleeps in as much
  /// time on the clock, and never use as much of the processor.
  private static final long BUSY_NANOS = 500_000_000;

  @Test
  void a_busy_loop_never_sleeps() throws Exception {
    // LECTURE: 4.3
    String name = name();
    for (Waiting waiting : Waiting.values()) {
      try (Mailbox box = Mailbox.named(name).waiting(waiting).openOrCreate()) {
        Thread waits =
            Thread.ofPlatform()
                .name("waits-" + waiting)
                .start(() -> {
                  try {
                    box.receive();
                  } catch (InterruptedException over) {
                    // as it is to be
                  }
                });
        if (waiting == Waiting.SPIN) {
          Eventually.holds(() -> processorNanosOf(waits.getName()) > BUSY_NANOS);
          assertThat(sleepsOf(waits.getName())).isLessThanOrEqualTo(MOST_OF_THE_JVM);
        } else {
          Asleep.await(waits);
        }
        waits.interrupt();
        waits.join();
      }
    }
  }

  /// How often a thread of this process has given up its processor of itself.
  private static long sleepsOf(String name) throws IOException {
    return figureOf(
        name,
        task ->
            Files.readString(task.resolve("status"))
                .lines()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+", 2)[1]))
                .sum());
  }

  private static long processorNanosOf(String name) throws IOException {
    return figureOf(
        name, task -> Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0]));
  }

  private interface TaskFigure {
    long of(Path task) throws IOException;
  }

  /// A figure of the kernel's about a thread of this process; 0 if there is none of that name.
  private static long figureOf(String thread, TaskFigure figure) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        if (Files.readString(task.resolve("comm")).strip().equals(thread)) {
          return figure.of(task);
        }
      }
    } catch (NoSuchFileException ended) {
      // between the list and the look
    }
    return 0;
  }
}
