// SPDX-License-Identifier: Apache-2.0
package dure.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.InvalidNameException;
import dure.LinkTakenException;
import dure.Mailbox;
import dure.MailboxClosedException;
import dure.MailboxDeletedException;
import dure.NoSuchMailboxException;
import dure.testkit.CProgram;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.TestNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel's notification, between processes.
class NotificationTest {
  /// Waits for one message inside the kernel's own receive call.
  private static final String RECEIVER =
      """
      #include <fcntl.h>
      #include <mqueue.h>
      #include <stdio.h>
      #include <unistd.h>

      int main(int argc, char **argv) {
        char text[101];
        mqd_t q = mq_open(argv[1], O_RDWR);
        printf("receiving\\n");
        fflush(stdout);
        ssize_t length = mq_receive(q, text, 100, NULL);
        if (length < 0) {
          return 1;
        }
        text[length] = 0;
        printf("got: %s\\n", text);
        return 0;
      }
      """;

  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final Duration LONG = Child.PATIENCE;

  private final String address = "posix:/" + TestNamespace.name("test-notify");

  @TempDir private Path directory;
  private Mailbox box;

  @BeforeEach
  void create() {
    box = Mailbox.named(address).messageSize(100).create();
  }

  @AfterEach
  void delete() {
    box.close();
    try {
      Mailbox.delete(address);
    } catch (NoSuchMailboxException deletedByTheTest) {
      // as it should be
    }
  }

  @Test
  void it_tells_of_one_arrival_at_the_empty_queue_and_is_then_registered_anew() throws Exception {
    try (Notification arrival = Notification.at(address)) {
      assertThat(arrival.tryAwait()).isFalse();
      assertThat(arrival.await(Duration.ZERO)).isFalse();
      box.send("a");
      arrival.await();
      assertThat(arrival.tryAwait()).as("stays told").isTrue();
      arrival.register();
      box.send("b");
      assertThat(arrival.await(A_WHILE)).as("it was not empty").isFalse();
      box.receive();
      box.receive();
      box.send("c");
      assertThat(arrival.await(LONG)).isTrue();
      box.receive();
      box.send("d");
      arrival.register();
      assertThat(arrival.tryAwait()).as("not empty when registered").isFalse();
    }
  }

  @Test
  void it_tells_another_process() {
    try (Child waits = Child.java(NotificationRole.class, address)) {
      assertThat(waits.await("registered:")).isEqualTo("yes");
      assertThat(Objects.requireNonNull(box.status().details()).notes())
          .containsEntry("registered for notification", "pid " + waits.pid());
      waits.awaitSleep();
      assertThat(waits.lineWithin(Duration.ZERO)).isNull();
      assertThat(box.trySend("m")).isTrue();
      assertThat(waits.await("told:")).isEqualTo("yes");
      waits.awaitSuccess();
      assertThat(Objects.requireNonNull(box.status().details()).notes())
          .doesNotContainKey("registered for notification");
    }
  }

  @Test
  void one_process_at_a_time_has_it_and_it_ends_with_that_process() throws Exception {
    try (Child holder = Child.java(NotificationRole.class, address)) {
      assertThat(holder.await("registered:")).isEqualTo("yes");
      assertThatThrownBy(() -> Notification.at(address))
          .isInstanceOf(LinkTakenException.class)
          .hasMessageContaining("'" + address + "'")
          .hasMessageContaining("process " + holder.pid() + " is registered")
          .hasMessageContaining("EBUSY");
      holder.kill();
    }
    try (Notification arrival = Notification.at(address);
        Child late = Child.java(NotificationRole.class, address)) {
      assertThat(late.await("registered:"))
          .startsWith("LinkTakenException")
          .contains("process " + ProcessHandle.current().pid());
      late.awaitSuccess();
      box.send("m");
      assertThat(arrival.await(LONG)).isTrue();
    }
  }

  @Test
  void who_waits_in_the_kernels_receive_comes_first_and_nothing_is_told() throws Exception {
    Path program =
        new CProgram(CProgram.GCC, RECEIVER).compileIn(directory, "-Wl,--no-as-needed", "-lrt");
    try (Notification arrival = Notification.at(address);
        Child receiver = Child.command(program.toString(), address.substring("posix:".length()))) {
      receiver.await("receiving");
      Eventually.holds(() -> sleeps(receiver.pid()));
      box.send("into its hands");
      assertThat(receiver.await("got:")).isEqualTo("into its hands");
      receiver.awaitSuccess();
      assertThat(arrival.await(A_WHILE)).isFalse();
      box.send("to nobody");
      assertThat(arrival.await(LONG)).isTrue();
    }
  }

  private static boolean sleeps(long pid) throws Exception {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    return stat.substring(stat.lastIndexOf(')')).startsWith(") S");
  }

  /// Since they wait for the descriptor and not in the kernel's receive.
  @Test
  void a_mailbox_that_waits_does_not_keep_it_away() throws Exception {
    try (Notification arrival = Notification.at(address);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> received = threads.submit(() -> box.receive().text());
      assertThat(arrival.await(A_WHILE)).isFalse();
      box.send("both");
      assertThat(arrival.await(LONG)).isTrue();
      assertThat(Eventually.result(received)).isEqualTo("both");
    }
  }

  @Test
  void it_comes_back_when_the_kernel_takes_it_because_a_mailbox_was_closed() throws Exception {
    try (Notification arrival = Notification.at(address)) {
      Mailbox.open(address).close();
      assertThat(arrival.await(A_WHILE)).isFalse();
      Mailbox.status(address);
      assertThat(arrival.tryAwait()).isFalse();
      box.send("m");
      assertThat(arrival.await(LONG)).isTrue();
      box.receive();
      arrival.register();
      Mailbox.status(address);
      box.send("while nobody was registered");
      assertThat(arrival.await(LONG)).isTrue();
    }
  }

  @Test
  void who_lost_it_to_another_process_is_told_so_until_it_is_free() throws Exception {
    try (Notification arrival = Notification.at(address)) {
      Mailbox.open(address).close(); // and the kernel takes the registration back
      try (Child holder = Child.java(NotificationRole.class, address)) {
        assertThat(holder.await("registered:")).isEqualTo("yes");
        for (int i = 0; i < 2; i++) {
          assertThatThrownBy(arrival::tryAwait)
              .isInstanceOf(LinkTakenException.class)
              .hasMessageContaining("process " + holder.pid());
        }
        holder.kill();
      }
      assertThat(arrival.tryAwait()).isFalse();
      box.send("m");
      assertThat(arrival.await(LONG)).isTrue();
    }
  }

  @Test
  void waiting_ends_with_deletion_closing_and_interruption() throws Exception {
    for (boolean virtual : new boolean[] {true, false}) {
      try (Notification arrival = Notification.at(address);
          ExecutorService threads = executor(virtual)) {
        Future<?> interrupted = threads.submit(() -> arrival.await(LONG));
        Future<?> closed = threads.submit(() -> arrival.await(LONG));
        assertThat(arrival.await(A_WHILE)).isFalse();
        interrupted.cancel(true);
        arrival.close();
        assertFails(closed, MailboxClosedException.class);
        assertThatThrownBy(arrival::register).isInstanceOf(MailboxClosedException.class);
      }
    }
    try (Notification arrival = Notification.at(address);
        ExecutorService threads = executor(true)) {
      Future<?> deleted = threads.submit(() -> arrival.await(LONG));
      assertThat(arrival.await(A_WHILE)).isFalse();
      Mailbox.delete(address);
      assertFails(deleted, MailboxDeletedException.class);
    }
  }

  @Test
  void a_thread_that_is_interrupted_says_so() throws Exception {
    try (Notification arrival = Notification.at(address)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(arrival::await).isInstanceOf(InterruptedException.class);
      box.send("m");
      Eventually.holds(arrival::tryAwait);
    }
  }

  @Test
  void futures_and_a_hundred_virtual_threads_wait_for_it() throws Exception {
    try (Notification arrival = Notification.at(address);
        ExecutorService threads = executor(true)) {
      CompletableFuture<String> future = arrival.arrival().thenApply(nothing -> "told");
      List<Future<Boolean>> waiting = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiting.add(threads.submit(() -> arrival.await(LONG)));
      }
      box.send("m");
      assertThat(Eventually.result(future)).isEqualTo("told");
      for (Future<Boolean> one : waiting) {
        assertThat(Eventually.result(one)).isTrue();
      }
    }
    Notification closed = Notification.at(address);
    box.receive();
    CompletableFuture<Void> future = closed.arrival();
    closed.close();
    assertFails(future, MailboxClosedException.class);
  }

  @Test
  void there_is_none_of_a_queue_that_is_not_there() {
    assertThatThrownBy(() -> Notification.at(address + "-not"))
        .isInstanceOf(NoSuchMailboxException.class);
    assertThatThrownBy(() -> Notification.at("posix:plain"))
        .isInstanceOf(InvalidNameException.class);
    assertThatThrownBy(() -> Notification.at("plain"))
        .isInstanceOf(InvalidNameException.class)
        .hasMessageContaining("posix:/");
  }

  private static ExecutorService executor(boolean virtual) {
    return virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newCachedThreadPool();
  }

  private static void assertFails(Future<?> future, Class<? extends Throwable> how) {
    assertThatThrownBy(() -> Eventually.result(future)).hasCauseInstanceOf(how);
  }
}
