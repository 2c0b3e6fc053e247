// SPDX-License-Identifier: Apache-2.0
package dure.transport.artemis;

import dure.conformance.TransportContract;
import dure.conformance.TransportUnderTest;

/// Mailboxes at a broker keep the contract, as far as they declare it.
class ArtemisContractTest extends TransportContract {
  private static final TransportUnderTest ARTEMIS = new ArtemisUnderTest();

  @Override
  protected TransportUnderTest transport() {
    return ARTEMIS;
  }
}
