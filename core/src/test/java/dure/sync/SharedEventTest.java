// SPDX-License-Identifier: Apache-2.0
package dure.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.testkit.Alone;
import dure.testkit.Child;
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
@Alone
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

  /// Sleeps until there is news and says what it reads, and what processor time the sleep took.
  static final class ReaderRole {
    public static void main(String[] arguments) throws Exception {
      MemorySegment memory = TestRegion.map(arguments[0]);
      SharedEvent event = SharedEvent.at(memory, TestRegion.PRIMITIVE);
      event.await(0, Duration.ofMillis(300)); // past all warm-up
      var threads = ManagementFactory.getThreadMXBean();
      System.out.println("waits");
      long before = threads.getCurrentThreadCpuTime();
      long count = event.await(0);
      long used = threads.getCurrentThreadCpuTime() - before;
      System.out.println("read " + TestRegion.number(memory, 0) + " after " + count);
      System.out.println("used " + used);
    }
  }

  @Test
  void it_wakes_a_sleeping_reader_that_used_no_processor() throws Exception {
    try (Child reader = Child.java(ReaderRole.class, region.file.toString())) {
      reader.await("waits");
      Thread.sleep(2_000);
      TestRegion.number(region.memory, 0, 4711);
      event.raise();
      assertThat(reader.await("read")).isEqualTo("4711 after 1");
      assertThat(Duration.ofNanos(Long.parseLong(reader.await("used"))))
          .as("of two seconds")
          .isLessThan(Duration.ofMillis(60));
    }
  }

  @Test
  void who_was_not_there_misses_nothing() throws Exception {
    assertThat(event.raise()).isEqualTo(1);
    assertThat(event.raise()).isEqualTo(2);
    assertThat(event.await(0)).isEqualTo(2);
    assertThat(event.await(1, Duration.ofSeconds(50))).isEqualTo(2);
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
    assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo("ran");
    assertThat(out.getCount()).isEqualTo(many);
    event.raise();
    assertThat(out.await(50, TimeUnit.SECONDS)).isTrue();
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
    assertThatThrownBy(() -> end.get(100, TimeUnit.MILLISECONDS)).isNotNull();
    waits.interrupt();
    assertThat(end.get(50, TimeUnit.SECONDS)).isEqualTo("interrupted");
  }
}
