// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Asleep;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// "There is new data": a sleeper wakes, and who was not there misses nothing.
class SharedEventTest {
  private TestRegion region;
  private SharedEvent event;

  @BeforeEach
  void map() {
    region = new TestRegion();
    event = SharedEvent.at(region.memory, TestRegion.PRIMITIVE);
  }

  @AfterEach
  void unmap() {
    region.close();
  }

  /// Sleeps until there is news and says what it reads; a sleep takes hardly any processor time.
  static final class ReaderRole {
    public static void main(String[] arguments) throws Exception {
      MemorySegment memory = TestRegion.map(arguments[0]);
      SharedEvent event = SharedEvent.at(memory, TestRegion.PRIMITIVE);
      var threads = ManagementFactory.getThreadMXBean();
      Bound.holds(
          Duration.ofMillis(30),
          () -> {
            long before = threads.getCurrentThreadCpuTime();
            event.await(0, Duration.ofSeconds(1));
            return Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
          });
      System.out.println("waits");
      long count = event.await(0);
      System.out.println("read " + TestRegion.number(memory, 0) + " after " + count);
    }
  }

  @Test
  void it_wakes_a_sleeping_reader_that_used_no_processor() throws Exception {
    try (Child reader = Child.java(ReaderRole.class, region.file.toString())) {
      reader.await("waits");
      reader.awaitSleep();
      TestRegion.number(region.memory, 0, 4711);
      event.raise();
      assertThat(reader.await("read")).isEqualTo("4711 after 1");
    }
  }

  @Test
  void who_was_not_there_misses_nothing() throws Exception {
    assertThat(event.raise()).isEqualTo(1);
    assertThat(event.raise()).isEqualTo(2);
    assertThat(event.await(0)).isEqualTo(2);
    assertThat(event.await(1, Child.PATIENCE)).isEqualTo(2);
    assertThat(event.await(2, Duration.ofMillis(60))).isEqualTo(2);
    assertThat(event.count()).isEqualTo(2);
  }

  @Test
  void all_who_wait_wake_be_they_thousands() throws Exception {
    int many = 1_000;
    CountDownLatch out = new CountDownLatch(many);
    for (int i = 0; i < many; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              event.await(0);
              out.countDown();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
    }
    CompletableFuture<String> other = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> other.complete("ran"));
    assertThat(Eventually.result(other)).isEqualTo("ran");
    assertThat(out.getCount()).isEqualTo(many);
    event.raise();
    assertThat(out.await(Child.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_wait_can_be_interrupted() throws Exception {
    CompletableFuture<String> end = new CompletableFuture<>();
    Thread waits =
        Thread.ofPlatform()
            .start(() -> {
              try {
                end.complete("count " + event.await(0));
              } catch (InterruptedException e) {
                end.complete("interrupted");
              }
            });
    Asleep.await(waits);
    waits.interrupt();
    assertThat(Eventually.result(end)).isEqualTo("interrupted");
  }
}
