// SPDX-License-Identifier: Apache-2.0
package dure.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dure.testkit.Asleep;
import dure.testkit.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// One thread leads, and it is always one of those that wait.
class FollowersTest {
  private static final long LONG_NANOS = Long.MAX_VALUE;

  private final Followers followers = new Followers();
  private final List<Thread> led = new ArrayList<>();

  /// Waits until it leads or is interrupted, and leaves.
  private Thread waiter(CountDownLatch goOn) {
    Thread waiter =
        Thread.ofVirtual()
            .unstarted(() -> {
              while (!followers.lead() && !Thread.currentThread().isInterrupted()) {
                followers.follow(LONG_NANOS);
              }
              if (followers.lead()) {
                synchronized (led) {
                  led.add(Thread.currentThread());
                }
                Eventually.holds(() -> goOn.getCount() == 0);
              }
              followers.leave();
            });
    waiter.start();
    Asleep.await(waiter);
    return waiter;
  }

  @Test
  void each_leads_in_its_turn_and_one_that_gives_up_is_left_out() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    assertThat(followers.lead()).isTrue();
    assertThat(followers.lead()).as("again").isTrue();
    List<Thread> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiters.add(waiter(goOn));
    }
    waiters.get(1).interrupt();
    waiters.get(1).join();
    followers.leave();
    Eventually.holds(() -> followers.lead() || ledSoFar() == 1);
    assertThat(followers.lead()).as("another leads").isFalse();
    followers.leave();
    goOn.countDown();
    for (Thread waiter : waiters) {
      waiter.join();
    }
    assertThat(led).containsExactly(waiters.get(0), waiters.get(2));
    assertThat(followers.lead()).as("all have left").isTrue();
    followers.leave();
  }

  private int ledSoFar() {
    synchronized (led) {
      return led.size();
    }
  }
}
