// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dure.Capacity;
import dure.Claim;
import dure.Mailbox;
import dure.conformance.TransportContract;
import dure.conformance.TransportUnderTest;
import org.junit.jupiter.api.Test;

/// Mailboxes at a broker keep the contract, as far as they declare it.
class ArtemisContractTest extends TransportContract {
  private static final TransportUnderTest ARTEMIS = new ArtemisUnderTest();

  @Override
  protected TransportUnderTest transport() {
    return ARTEMIS;
  }

  @Test
  void a_claim_arrives_as_published_and_an_abandoned_one_leaves_its_room() throws Exception {
    String address = SharedBroker.address() + "/claims";
    try (Mailbox box = Mailbox.named(address).capacity(Capacity.bounded(1)).create()) {
      try (Claim abandoned = box.claim(4)) {
        abandoned.putInt(0, 1);
      }
      assertThat(box.occupancy().depth()).isZero();
      Claim claim = box.claim(8);
      claim.put(0, new byte[] {'c', 'u', 't', '!'}, 0, 4).publish(3);
      assertThat(box.receive().text()).isEqualTo("cut");
      assertThatThrownBy(claim::publish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(address);
    } finally {
      Mailbox.delete(address);
    }
  }
}
