// SPDX-License-Identifier: Apache-2.0
package dure.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dure.MailboxStatus.Counters;
import dure.testkit.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A recording of Flight Recorder has an event of each trouble that has really happened, and the
/// log tells of those that a person should know of.
class FlightEventsTest {
  /// Begun before the test, so that the recorder's own threads are there before it.
  private static final Recording RECORDING = new Recording();

  @BeforeAll
  static void begin() {
    RECORDING.start();
  }

  @AfterAll
  static void end() {
    RECORDING.close();
  }

  private final String jobs = TestNamespace.name("jobs");
  private final String failed = TestNamespace.name("failed");
  private final String narrow = TestNamespace.name("narrow");
  private final String news = TestNamespace.name("news");
  private final String idle = TestNamespace.name("idle");

  @Test
  void a_recording_has_what_happened(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("troubles.jfr");
    Counters counters;
    long dropped;
    String far;
    List<LogRecord> lines;
    try (HeardLog log = new HeardLog()) {
      counters = Troubles.kill(jobs, failed);
      dropped = Troubles.drop(narrow, news);
      Troubles.wait(idle);
      far = Troubles.disconnect();
      lines = log.lines();
    }
    RECORDING.stop();
    RECORDING.dump(file);
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("dure."))
            .toList();
    theEndOfAReceiver(events, counters);
    assertThat(sum(of(events, "dure.Drop"), "messages")).isEqualTo(dropped).isEqualTo(5);
    theWait(events);
    assertThat(of(events, "dure.ConnectionLoss"))
        .singleElement()
        .satisfies(event -> assertThat(event.getString("mailbox")).isEqualTo(far));
    assertThat(of(events, "dure.Creation").map(event -> event.getString("mailbox")))
        .containsExactlyInAnyOrder(jobs, failed, narrow, news, idle);
    assertThat(of(events, "dure.Deletion").map(event -> event.getString("mailbox")))
        .containsExactlyInAnyOrder(jobs, failed, narrow, news, idle);
    theLog(lines, far);
  }

  /// What is for debugging is not there: the JDK leaves it out unless it is told otherwise.
  private void theLog(List<LogRecord> lines, String far) {
    assertThat(lines.stream().map(line -> line.getLevel() + " " + line.getMessage()))
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .startsWith(
                        "INFO mailbox '"
                            + jobs
                            + "': repaired 1 of the claims and messages that participant 'holder'"
                            + " (pid "),
            line ->
                assertThat(line)
                    .startsWith(
                        "WARNING mailbox '" + jobs + "': a message is in '" + failed + "' now"),
            line ->
                assertThat(line)
                    .startsWith("WARNING mailbox '" + far + "': the connection is lost: "));
  }

  private void theEndOfAReceiver(List<RecordedEvent> events, Counters counters) {
    RecordedEvent repair = single(events, "dure.Repair");
    assertThat(repair.getString("mailbox")).isEqualTo(jobs);
    assertThat(repair.getString("participant")).startsWith("'holder' (pid ");
    assertThat((long) repair.getInt("repairs")).isEqualTo(counters.repaired()).isOne();
    RecordedEvent redelivery = single(events, "dure.Redelivery");
    assertThat(redelivery.getString("mailbox")).isEqualTo(jobs);
    assertThat(redelivery.getLong("position")).isZero();
    assertThat(redelivery.getInt("times")).isOne();
    assertThat(counters.redelivered()).isOne();
    RecordedEvent dead = single(events, "dure.DeadLetter");
    assertThat(dead.getString("mailbox")).isEqualTo(jobs);
    assertThat(dead.getString("deadLetters")).isEqualTo(failed);
    assertThat(dead.getInt("attempts")).isEqualTo(2);
    assertThat(counters.dead()).isOne();
  }

  private void theWait(List<RecordedEvent> events) {
    RecordedEvent wait =
        of(events, "dure.Wait").filter(e -> e.getString("mailbox").equals(idle)).findAny().get();
    assertThat(wait.getString("awaited")).isEqualTo("message");
    assertThat(wait.getDuration()).isBetween(Duration.ofMillis(20), Duration.ofMinutes(2));
    assertThat(wait.getThread().getJavaName()).isEqualTo(Thread.currentThread().getName());
    assertThat(wait.getStackTrace().getFrames())
        .anyMatch(frame -> frame.getMethod().getName().equals("wait"));
    assertThat(of(events, "dure.Wait")).allMatch(its -> its.getDuration().toMillis() >= 20);
  }

  private static long sum(Stream<RecordedEvent> events, String field) {
    return events.mapToLong(event -> event.getLong(field)).sum();
  }

  private static RecordedEvent single(List<RecordedEvent> events, String type) {
    List<RecordedEvent> its = of(events, type).toList();
    assertThat(its).as(type).hasSize(1);
    return its.getFirst();
  }

  private static Stream<RecordedEvent> of(List<RecordedEvent> events, String type) {
    return events.stream().filter(event -> event.getEventType().getName().equals(type));
  }
}
