// SPDX-License-Identifier: Apache-2.0
package dure.transport.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Claim;
import dure.Delivery;
import dure.Mailbox;
import dure.Receipt.Outcome;
import dure.Sending;
import dure.SystemFailureException;
import dure.Until;
import dure.testkit.Bound;
import dure.testkit.Child;
import dure.testkit.Eventually;
import dure.testkit.Stopwatch;
import dure.testkit.TestNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A host that is merely stopped: what never waits does not, time limits hold, what was told comes
/// true, and the handle is good when the host goes on.
class StoppedHostTest {
  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration LIMIT = Duration.ofMillis(300);

  private Child host;
  private Mailbox box;

  @BeforeEach
  void open() throws Exception {
    String address = "unix:@" + TestNamespace.name("stopped");
    host = Child.java(GuestRole.class, "host", address);
    host.await("listens");
    box = Mailbox.open(address);
    box.send("warm");
    assertThat(box.receive().text()).isEqualTo("warm");
  }

  @AfterEach
  void close() {
    box.close();
    host.close();
  }

  /// What a call returns, within a limit and a quarter of a second, beside a host that is stopped
  /// meanwhile. As any measurement, it may be made more than once.
  private <T> List<T> stopped(Duration limit, Callable<T> call) throws Exception {
    List<T> results = new ArrayList<>();
    Bound.holds(
        limit.plus(SOON),
        () -> {
          host.signal("STOP");
          try {
            Stopwatch watch = Stopwatch.start();
            results.add(call.call());
            return watch.stop();
          } finally {
            host.signal("CONT");
            Eventually.holds(() -> box.send("on", Duration.ofSeconds(1)));
            String got;
            do {
              got = box.receive().text();
            } while (!got.equals("on"));
          }
        });
    return results;
  }

  @Test
  void what_never_waits_comes_back_at_once_with_nothing_done() throws Exception {
    assertThat(stopped(Duration.ZERO, () -> box.trySend("never"))).containsOnly(false);
    assertThat(stopped(Duration.ZERO, () -> box.tryTransfer(new byte[1]))).containsOnly(false);
    assertThat(stopped(Duration.ZERO, box::tryReceive)).containsOnly((dure.Message) null);
    assertThat(stopped(Duration.ZERO, box::tryReceiveDelivery)).containsOnly((Delivery) null);
    assertThat(stopped(Duration.ZERO, () -> box.tryClaim(8))).containsOnly((Claim) null);
    assertThat(box.tryReceive()).isNull();
    assertThat(box.occupancy().depth()).isZero();
  }

  @Test
  void a_time_limit_holds_and_nothing_was_done() throws Exception {
    assertThat(stopped(LIMIT, () -> box.send("never", LIMIT))).containsOnly(false);
    assertThat(stopped(LIMIT, () -> box.receive(LIMIT))).containsOnly((dure.Message) null);
    assertThat(
            stopped(
                LIMIT,
                () ->
                    box.send(
                            "never".getBytes(UTF_8),
                            Sending.until(Until.ACKNOWLEDGED).within(LIMIT))
                        .outcome()))
        .containsOnly(Outcome.NOT_SENT);
    assertThat(box.occupancy().depth()).isZero();
  }

  @Test
  void an_interrupt_ends_a_wait() throws Exception {
    List<Boolean> ended =
        stopped(
            Duration.ZERO,
            () -> {
              CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
              Thread waits =
                  Thread.ofPlatform()
                      .start(() -> {
                        try {
                          box.receive();
                          interrupted.complete(false);
                        } catch (InterruptedException asItShould) {
                          interrupted.complete(true);
                        } catch (RuntimeException other) {
                          interrupted.completeExceptionally(other);
                        }
                      });
              waits.interrupt();
              return Eventually.result(interrupted);
            });
    assertThat(ended).containsOnly(true);
  }

  @Test
  void what_is_in_hand_is_settled_when_the_host_goes_on() throws Exception {
    stopped(
        Duration.ZERO,
        () -> {
          host.signal("CONT");
          box.send("in hand");
          Delivery delivery = box.receiveDelivery();
          Claim claim = box.claim(8);
          host.signal("STOP");
          delivery.acknowledge();
          claim.putLong(0, 1).publish();
          return true;
        });
    assertThat(box.occupancy().depth()).isZero(); // both were received or acknowledged
  }

  @Test
  void a_look_says_that_the_host_does_not_answer() throws Exception {
    host.signal("STOP");
    assertThatThrownBy(box::occupancy)
        .isInstanceOf(SystemFailureException.class)
        .hasMessageContaining("stopped");
    host.signal("CONT");
    assertThat(box.occupancy().depth()).isZero();
  }

  @Test
  void a_handle_closes_in_time() throws Exception {
    host.signal("STOP");
    Bound.holds(
        SOON.plus(SOON),
        () -> {
          Stopwatch watch = Stopwatch.start();
          box.close();
          return watch.stop();
        });
    host.signal("CONT");
  }
}
