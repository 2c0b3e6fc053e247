// SPDX-License-Identifier: Apache-2.0
package dure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.testkit.AsyncCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A claim that a transport fills in an array.
class ArrayClaimTest {
  private final List<String> ends = new ArrayList<>();

  private Claim claim(int size) {
    return new ArrayClaim("orders", size) {
      @Override
      protected void published(byte[] message) {
        ends.add("published " + new String(message, StandardCharsets.UTF_8));
      }

      @Override
      protected void abandoned() {
        ends.add("abandoned");
      }
    };
  }

  @Test
  void a_claim_ends_once() {
    try (Claim whole = claim(2)) {
      whole.put(0, new byte[] {'a', 'b'}, 0, 2).publish();
    }
    try (Claim _ = claim(2)) {
      assertThat(ends).containsExactly("published ab");
    }
    Claim cut = claim(4);
    cut.put(0, new byte[] {'c', 'u', 't', '!'}, 0, 4).publish(3);
    cut.close();
    assertThat(ends).containsExactly("published ab", "abandoned", "published cut");
  }

  @Test
  void a_claim_that_is_over_is_refused_and_names_its_mailbox() {
    Claim over = claim(2);
    over.close();
    assertThatThrownBy(() -> over.putByte(0, (byte) 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("mailbox 'orders'");
    assertThatThrownBy(over::publish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_length_beyond_the_claim_is_refused_and_leaves_it_open() {
    try (Claim claim = claim(2)) {
      assertThatThrownBy(() -> claim.publish(3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(ends).isEmpty();
    }
    assertThat(ends).containsExactly("abandoned");
  }

  @Test
  void another_thread_cannot_use_a_claim() throws InterruptedException {
    try (Claim claim = claim(2)) {
      assertThat(AsyncCall.run(claim::publish).failure()).isInstanceOf(IllegalStateException.class);
      assertThat(AsyncCall.run(claim::close).failure()).isInstanceOf(IllegalStateException.class);
      assertThat(ends).isEmpty();
    }
    assertThat(ends).containsExactly("abandoned");
  }
}
