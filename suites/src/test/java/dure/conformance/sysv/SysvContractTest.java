// SPDX-License-Identifier: Apache-2.0
package dure.conformance.sysv;

import dure.conformance.TransportContract;
import dure.conformance.TransportUnderTest;

/// System V message queues keep what they declare of the contract.
class SysvContractTest extends TransportContract {
  @Override
  protected TransportUnderTest transport() {
    return new SysvUnderTest();
  }
}
