// SPDX-License-Identifier: Apache-2.0
package dure.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// A call on a thread of its own tells whether it sleeps, and what became of it.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class AsyncCallTest {
  @Parameter boolean virtual;

  @Test
  void a_call_sleeps_until_its_condition_holds_and_returns_its_value() throws Exception {
    CountDownLatch latch = new CountDownLatch(1);
    AsyncCall<String> call =
        AsyncCall.start(
            virtual,
            () -> {
              latch.await();
              return "woken";
            });
    call.awaitAsleep();
    assertThat(call.isDone()).isFalse();
    latch.countDown();
    assertThat(call.result()).isEqualTo("woken");
    assertThat(call.isDone()).isTrue();
  }

  @Test
  void an_interrupt_reaches_the_call() throws Exception {
    AsyncCall<?> call = AsyncCall.run(virtual, new CountDownLatch(1)::await).awaitAsleep();
    call.interrupt();
    assertThat(call.failure()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void a_call_that_returns_neither_sleeps_nor_fails() throws Exception {
    AsyncCall<Integer> call = AsyncCall.start(virtual, () -> 1);
    assertThat(call.result()).isOne();
    assertThatThrownBy(call::awaitAsleep).hasMessageContaining("has ended");
    assertThatThrownBy(call::failure).hasMessageContaining("returned 1");
  }
}
